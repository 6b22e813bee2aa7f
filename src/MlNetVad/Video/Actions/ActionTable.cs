using CsvHelper;
using MlNetVad.Evaluation;

namespace MlNetVad.Video;

/// <summary>A table of labelled clips: a CSV file of columns <c>video,action</c>, videos by their path from the table's folder.</summary>
internal static class ActionTable
{
    private const string Columns = "video,action";

    /// <summary>Opens the clips, each under its action.</summary>
    /// <exception cref="VadException">The table is malformed, or names videos that are not there; the message lists them.</exception>
    public static IReadOnlyList<VadVideo> Open(string path)
    {
        var videos = new List<VadVideo>();
        List<string> missing = [];
        try
        {
            using CsvReader csv = new(new StreamReader(path), ScoresCsv.Format);
            if (!csv.Read() || !csv.ReadHeader() || Columns.Split(',').Any(column => csv.GetFieldIndex(column, isTryGet: true) < 0))
            {
                throw new VadException($"The table of actions '{path}' lacks its header; expected columns {Columns} in its first line.");
            }

            while (csv.Read())
            {
                (string video, string action) = (csv.GetField("video") ?? "", csv.GetField("action") ?? "");
                string found = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, video);
                if (action.Length == 0 || action.Contains('/', StringComparison.Ordinal))
                {
                    throw new VadException($"The table of actions '{path}' has no name of an action in line {csv.Parser.Row}; expected one without '/'.");
                }

                if (File.Exists(found) || Directory.Exists(found))
                {
                    videos.AddRange(VideoSource.FromPath(found).Videos.Select((v, i) => v.Renamed(i == 0 ? $"{action}/{video}" : $"{action}/{video}/{v.Id}")));
                }
                else
                {
                    missing.Add($"'{video}' (line {csv.Parser.Row})");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CsvHelperException)
        {
            throw new VadException($"The table of actions '{path}' cannot be read: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}.", e);
        }

        return missing.Count == 0
            ? videos
            : throw new VadException($"The table of actions '{path}' names {Counted.Of(missing.Count, "video")} that {(missing.Count == 1 ? "is" : "are")} not there: {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? ", …" : "")}; paths begin at the table's folder.");
    }
}
