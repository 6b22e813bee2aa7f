using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlNetVad.Evaluation;

/// <summary>The page's one block of data: the whole report, and every frame's score, label and rarest part.</summary>
internal static class HtmlData
{
    private const float MostRarity = 99;   // JSON has no infinity

    /// <summary>JSON that may stand inside a script element.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="videos">Every frame scored.</param>
    public static string ToJson(VadEvaluationReport report, IReadOnlyList<VideoScores> videos)
    {
        List<string> parts = [.. videos.SelectMany(video => video.Evidence).OfType<Evidence>().Select(e => e.Part).Distinct(StringComparer.Ordinal)];
        StringBuilder json = new();
        json.Append($"{{\"report\":{report.ToJson()},\n\"start\":{Number(Start(report, videos))},\n\"parts\":{JsonSerializer.Serialize(parts)},\n\"videos\":[");
        json.AppendJoin(',', videos.Select(video => Video(video, parts)));
        return json.Append("]}").Replace("<", "\\u003c").ToString();
    }

    private static string Video(VideoScores video, List<string> parts)
    {
        StringBuilder json = new($"\n{{\"id\":{JsonSerializer.Serialize(video.VideoId)},\"labels\":\"");
        foreach (float label in video.Labels)
        {
            json.Append(float.IsNaN(label) ? '-' : label > 0 ? '1' : '0');
        }

        json.Append("\",\"scores\":[").AppendJoin(',', video.Scores.Select(score => Number(score))).Append(']');
        if (video.Evidence.Count == video.Scores.Length)
        {
            json.Append(",\"parts\":[").AppendJoin(',', video.Evidence.Select(e => e is null ? -1 : parts.IndexOf(e.Part)));
            json.Append("],\"rarities\":[").AppendJoin(',', video.Evidence.Select(e => Number(MathF.Round(Math.Min(e?.Rarity ?? 0, MostRarity), 2)))).Append(']');
        }

        return json.Append('}').ToString();
    }

    /// <summary>Where the slider stands at first: the detector's threshold, or where most events are noticed, or the highest score.</summary>
    private static double Start(VadEvaluationReport report, IReadOnlyList<VideoScores> videos)
    {
        const double someRecall = 0.8;
        double threshold = report.OperatingPoint.Threshold;
        return !double.IsNaN(threshold) ? threshold
            : report.AtEventRecall.FirstOrDefault(r => r.TargetEventRecall == someRecall) is { } point ? point.Point.Threshold
            : videos.Max(video => video.Scores.Max());
    }

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
