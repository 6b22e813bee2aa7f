using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace MlNetVad.Evaluation;

/// <summary>Reads and writes <c>scores.csv</c>: <c>video,frame,score,label</c>, every frame of every video once.</summary>
public static class ScoresCsv
{
    internal static readonly string[] Columns = ["video", "frame", "score", "label"];

    internal const string Time = "time";

    /// <summary>Seconds to the millisecond; empty where unknown.</summary>
    internal static string TimeText(double? seconds) => seconds?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    internal static CsvConfiguration Format { get; } = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\n",
        MissingFieldFound = null,
        PrepareHeaderForMatch = header => header.Header.Trim().ToLowerInvariant(),
    };

    /// <summary>Writes all videos; the file appears whole or not at all.</summary>
    /// <exception cref="VadException">The path cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<VideoScores> videos)
    {
        ArgumentNullException.ThrowIfNull(videos);
        using ScoresCsvWriter writer = new(path);
        foreach (VideoScores video in videos)
        {
            for (int frame = 0; frame < video.Scores.Length; frame++)
            {
                writer.Add(video.VideoId, frame, video.Scores[frame], video.Labels[frame]);
            }
        }

        writer.Commit();
    }

    /// <summary>Reads all videos, in the order in which they first appear; rows may come in any order, <c>label</c> may be absent.</summary>
    /// <returns>Videos whose unscored frames are NaN.</returns>
    /// <exception cref="VadException">The file is missing, has other columns, an unreadable number, or a frame missing or twice.</exception>
    public static IReadOnlyList<VideoScores> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new VadException($"The scores file '{path}' does not exist; expected the CSV file that 'score' writes.");
        }

        List<string> order = [];
        Dictionary<string, List<Row>> videos = [];
        try
        {
            using CsvReader csv = new(new StreamReader(path), Format);
            ReadHeader(csv, path);
            while (csv.Read())
            {
                string video = csv.GetField("video") ?? "";
                if (!videos.TryGetValue(video, out List<Row>? rows))
                {
                    videos.Add(video, rows = []);
                    order.Add(video);
                }

                rows.Add(new Row(ParseFrame(csv, path), ParseNumber(csv, path, "score"), ParseNumber(csv, path, "label")));
            }
        }
        catch (Exception e) when (e is CsvHelperException or IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The scores file '{path}' cannot be read ({FirstLine(e.Message)}); expected columns video,frame,score,label.", e);
        }

        return [.. order.Select(video => Assemble(path, video, videos[video]))];
    }

    private static void ReadHeader(CsvReader csv, string path)
    {
        if (!csv.Read() || !csv.ReadHeader() || Columns.Take(3).Any(column => csv.GetFieldIndex(column, isTryGet: true) < 0))
        {
            throw new VadException($"The scores file '{path}' lacks its header; expected columns video,frame,score,label in its first line.");
        }
    }

    private static int ParseFrame(CsvReader csv, string path) =>
        int.TryParse(csv.GetField("frame"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int frame)
            ? frame
            : throw new VadException($"The scores file '{path}', line {csv.Parser.Row}: the frame is '{csv.GetField("frame")}'; expected a whole number.");

    private static float ParseNumber(CsvReader csv, string path, string column)
    {
        string? text = csv.TryGetField(column, out string? field) ? field : null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return float.NaN;
        }

        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw new VadException($"The scores file '{path}', line {csv.Parser.Row}: the {column} is '{text}'; expected a number or nothing.");
    }

    private static VideoScores Assemble(string path, string video, List<Row> rows)
    {
        float[] scores = new float[rows.Count];
        float[] labels = new float[rows.Count];
        bool[] seen = new bool[rows.Count];
        foreach (Row row in rows)
        {
            if (row.Frame < 0 || row.Frame >= rows.Count || seen[row.Frame])
            {
                throw new VadException($"The scores file '{path}', video '{video}': frame {row.Frame} is twice or out of order among {Counted.Of(rows.Count, "row")}; expected every frame from 0 on, once.");
            }

            (seen[row.Frame], scores[row.Frame], labels[row.Frame]) = (true, row.Score, row.Label);
        }

        return new VideoScores(video, scores, labels);
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim().TrimEnd('.');

    private readonly record struct Row(int Frame, float Score, float Label);
}
