using System.Globalization;
using System.Net;
using System.Text;
using MlNetVad.Persistence;

namespace MlNetVad.Evaluation;

/// <summary>
/// The evaluation as one self-contained HTML file: curves, pictures, histogram, ROC and precision-recall with a threshold to move, the tables and the protocol in
/// words. Nothing in it is fetched from elsewhere.
/// </summary>
public static class HtmlReport
{
    /// <summary>Frames that a report holds at most: beyond it, a page is no way to look at scores.</summary>
    public const int MaxFrames = 500_000;

    /// <summary>Whether a set is small enough for a page.</summary>
    /// <param name="scores">Its scores.</param>
    public static bool Holds(IReadOnlyList<VideoScores> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return scores.Sum(video => (long)video.Scores.Length) <= MaxFrames;
    }

    /// <summary>Makes the page.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="scores">The scores that they are of, in the report's order of videos.</param>
    /// <param name="pictures">Frames to show; may be empty.</param>
    /// <exception cref="VadException">There are more frames than <see cref="MaxFrames"/>.</exception>
    public static string Render(VadEvaluationReport report, IReadOnlyList<VideoScores> scores, IReadOnlyList<ReportPicture> pictures)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(pictures);
        if (!Holds(scores))
        {
            throw new VadException($"There are more than {MaxFrames.ToString("N0", CultureInfo.InvariantCulture)} frames, too many for a page; report.json and scores.csv hold everything.");
        }

        string what = report.Provenance.ModelPath ?? report.Provenance.ScoresPath ?? "scores";
        return Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = Text($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(what))} on {report.Dataset.Name}"),
            ["lead"] = Text(Lead(report)),
            ["css"] = Resource("report.css"),
            ["threshold-note"] = Text(ThresholdNote(report)),
            ["pictures"] = HtmlParts.Pictures(pictures),
            ["tables"] = string.Concat(ReportTable.From(report).Select(HtmlParts.Table)),
            ["protocol"] = HtmlParts.Protocol(report),
            ["footer"] = Text(HtmlParts.Origin(report.Provenance)),
            ["data"] = HtmlData.ToJson(report, [.. scores.Select(video => video.Fill())]),
            ["figures.js"] = Resource("figures.js"),
            ["report.js"] = Resource("report.js"),
        });
    }

    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    /// <param name="path">The <c>.html</c> file.</param>
    /// <param name="report">The figures.</param>
    /// <param name="scores">The scores that they are of.</param>
    /// <param name="pictures">Frames to show; may be empty.</param>
    /// <exception cref="VadException">There are too many frames, or the path cannot be written.</exception>
    public static void Save(string path, VadEvaluationReport report, IReadOnlyList<VideoScores> scores, IReadOnlyList<ReportPicture> pictures) =>
        AtomicFile.WriteText(path, Render(report, scores, pictures));

    /// <summary>Text that is safe inside an element or an attribute.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Lead(VadEvaluationReport report)
    {
        DatasetResult set = report.Dataset;
        string auc = double.IsNaN(report.MicroAuc)
            ? $"micro AUC {VadEvaluationReport.Undefined}"
            : FormattableString.Invariant($"micro AUC {report.MicroAuc:0.0000}")
                + (double.IsNaN(report.MicroAucCi95[0]) ? "" : FormattableString.Invariant($" (95 % of video resamples: {report.MicroAucCi95[0]:0.0000} to {report.MicroAucCi95[1]:0.0000})"));
        return $"{Counted.Of(set.Videos, "video")}, {Counted.Of(set.Frames, "frame")}, {set.Anomalous} of them labelled anomalous; {auc}, raw scores, every frame.";
    }

    private static string ThresholdNote(VadEvaluationReport report) =>
        double.IsNaN(report.OperatingPoint.Threshold) ? "The scores came without a threshold. The slider starts where 80 % of the labelled events are noticed; every threshold here is chosen by looking at the test labels."
        : report.Provenance.ModelPath is null ? "The slider starts at the threshold that was given with the scores; they do not say whether it was set before the test. Any other one is chosen here by looking at the test labels."
        : "The slider starts at the model's own threshold, set on normal training video. Any other one is chosen here by looking at the test labels: it says what the score could do.";

    private static string Fill(Dictionary<string, string> values)
    {
        // the template is walked once: what a value holds is never a place for another
        StringBuilder page = new();
        string template = Resource("report.html");
        int at = 0;
        for (int open = template.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = template.IndexOf("{{", at, StringComparison.Ordinal))
        {
            int close = template.IndexOf("}}", open, StringComparison.Ordinal);
            page.Append(template, at, open - at).Append(values[template[(open + 2)..close]]);
            at = close + 2;
        }

        return page.Append(template, at, template.Length - at).ToString();
    }

    /// <summary>A file that the page is made of.</summary>
    internal static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"report.{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}
