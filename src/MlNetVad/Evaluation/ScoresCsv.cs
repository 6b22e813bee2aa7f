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
    /// <exception cref="VadException">
    /// The file is missing, has other columns or an unreadable number; or scores are NaN or infinite, frames missing or twice: the message lists them.
    /// </exception>
    public static IReadOnlyList<VideoScores> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new VadException($"The scores file '{path}' does not exist; expected the CSV file that 'score' writes.");
        }

        List<ScoreRows> order = [];
        List<string> faults = [];
        Dictionary<string, ScoreRows> videos = [];
        try
        {
            using CsvReader csv = new(new StreamReader(path), Format);
            ReadHeader(csv, path);
            while (csv.Read())
            {
                string video = csv.GetField("video") ?? "";
                if (!videos.TryGetValue(video, out ScoreRows? rows))
                {
                    videos.Add(video, rows = new ScoreRows(video));
                    order.Add(rows);
                }

                int frame = ParseFrame(csv, path);
                float score = ParseNumber(csv, path, "score", out bool isWritten);
                if (isWritten && !float.IsFinite(score))
                {
                    faults.Add($"video '{video}', frame {frame}: the score is {csv.GetField("score")}");
                }

                rows.Add(frame, score, ParseNumber(csv, path, "label", out _));
            }
        }
        catch (Exception e) when (e is CsvHelperException or IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The scores file '{path}' cannot be read ({FirstLine(e.Message)}); expected columns video,frame,score,label.", e);
        }

        faults.AddRange(order.SelectMany(video => video.FindFaults()));
        return faults.Count == 0
            ? [.. order.Select(video => video.ToVideo())]
            : throw new VadException($"The scores file '{path}' does not fit together: {Faults.Join(faults)}; expected every frame from 0 on, once, with a finite score, or with an empty one where a frame at either end was not scored.");
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

    private static float ParseNumber(CsvReader csv, string path, string column, out bool isWritten)
    {
        string? text = csv.TryGetField(column, out string? field) ? field : null;
        isWritten = !string.IsNullOrWhiteSpace(text);
        return !isWritten ? float.NaN
            : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value
            : throw new VadException($"The scores file '{path}', line {csv.Parser.Row}: the {column} is '{text}'; expected a number or nothing.");
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim().TrimEnd('.');
}
