using System.Globalization;

namespace MlNetVad.Evaluation;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its title.</param>
/// <param name="Numeric">Whether its cells are numbers, to be set right.</param>
public sealed record ReportColumn(string Header, bool Numeric = true);

/// <summary>A table as plain text cells: the command line draws it, a document prints it.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows; a cell a column.</param>
public sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>All tables of a report, in reading order: figures by protocol, baselines, operating point, what recall costs, regions, videos, cost, set.</summary>
    public static IReadOnlyList<ReportTable> From(VadEvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [Figures(report), Lines(report), Baselines(report), .. Untrained(report), Operation(report), .. AtRecall(report), .. Regions(report), PerVideo(report), Cost(report), Set(report)];
    }

    /// <summary>The tables for whoever is handed the model: without the lines of the protocols and the single videos.</summary>
    internal static IReadOnlyList<ReportTable> Summary(VadEvaluationReport report) =>
        [Figures(report), Baselines(report), .. Untrained(report), Operation(report), .. AtRecall(report), .. Regions(report), Cost(report), Set(report)];

    private static ReportTable Figures(VadEvaluationReport report) => new(
        "Frame level, by protocol",
        [new("protocol", false), new("micro AUC"), new("macro AUC (n)"), new("padded"), new("within-video"), new("AP"), new("EER"), new("frames"), new("latency")],
        [.. report.Protocols.Select(p => Row([p.Name, .. Ranks(p), Count(p.Frames), Latency(p)]))]);

    private static ReportTable Lines(VadEvaluationReport report) => new(
        "What was done to the scores",
        [new("protocol", false), new("line", false)],
        [.. report.Protocols.Select(p => Row([p.Name, p.Protocol]))]);

    private static ReportTable Baselines(VadEvaluationReport report) => new(
        "Trivial baselines on the same frames",
        [new("baseline", false), new("micro AUC"), new("macro AUC (n)"), new("padded"), new("within-video"), new("AP"), new("EER")],
        [.. report.Baselines.Where(b => b.Resolution is null).Select(b => Row([b.Name, .. Ranks(b)]))]);

    /// <summary>One row a predictor and error, one column a protocol, the model's own figures first.</summary>
    private static IEnumerable<ReportTable> Untrained(VadEvaluationReport report)
    {
        BaselineResult[] untrained = [.. report.Baselines.Where(b => b.Resolution is not null)];
        if (untrained.Length == 0)
        {
            yield break;
        }

        string[] protocols = [.. untrained.Select(b => b.ProtocolName ?? "").Distinct(StringComparer.Ordinal)];
        yield return new ReportTable(
            $"Micro AUC of untrained predictors, {untrained[0].Resolution}, against this model",
            [new("predictor", false), .. protocols.Select(name => new ReportColumn(name[(name.IndexOf(": ", StringComparison.Ordinal) is >= 0 and int colon ? colon + 2 : 0)..]))],
            [
                Row(["this model", .. protocols.Select(name => Rank(report.Protocols.FirstOrDefault(p => p.Name == name)?.MicroAuc ?? double.NaN))]),
                .. untrained.GroupBy(b => b.Name).Select(rows => Row([rows.Key[UntrainedPredictors.Prefix.Length..], .. protocols.Select(name => Rank(rows.First(b => b.ProtocolName == name).MicroAuc))])),
            ]);
    }

    private static ReportTable Operation(VadEvaluationReport report)
    {
        Metrics.OperatingPoint point = report.OperatingPoint;
        if (double.IsNaN(point.Threshold))
        {
            return Pairs("Operating point", ("threshold", "none was given"));
        }

        return Pairs(
            "Operating point",
            ("threshold", Text(point.Threshold, "0.###")),
            ("normal frames over it", Share(point.FalsePositiveRate)),
            ("recall", Share(point.Recall)),
            ("precision", Share(point.Precision)),
            ("F1 of frames", Share(point.F1)),
            ("false alarms per hour", $"{Text(point.FalseAlarmsPerHour, "0.#")} ({point.FalseAlarmEvents} in {Text(point.NormalHours * 60, "0.#")} min of normal video)"),
            ("falsely alarmed frames per hour", Text(point.FalseAlarmFramesPerHour, "0")),
            ("events: precision / recall / F1", $"{Share(point.EventPrecision)} / {Share(point.EventRecall)} / {Share(point.EventF1)}"),
            ("alarms matched to events at tIoU ≥ .5: F1", $"{Share(point.EventIouF1)} (mean over .1, .2, … .9: {Share(point.EventIouF1Mean)})"),
            ("detection delay p50 / p95", $"{Text(point.DetectionDelayP50Seconds, "0.##")} s / {Text(point.DetectionDelayP95Seconds, "0.##")} s"),
            ("assumed", $"{Text(point.VideoFramesPerSecond, "0.##")} frames/s, alarms merged over gaps up to {Counted.Of(point.MergeGapFrames, "frame")}"));
    }

    private static IEnumerable<ReportTable> AtRecall(VadEvaluationReport report)
    {
        if (report.AtEventRecall.Count > 0)
        {
            yield return new ReportTable(
                "What noticing events costs, thresholds read from the test labels",
                [new("events asked for"), new("noticed"), new("threshold"), new("false alarms per hour"), new("normal frames over it"), new("delay p50")],
                [.. report.AtEventRecall.Select(r => Row([Text(100 * r.TargetEventRecall, "0") + " %", Share(r.Point.EventRecall), Text(r.Point.Threshold, "0.####"), Text(r.Point.FalseAlarmsPerHour, "0.#"), Share(r.Point.FalsePositiveRate), Text(r.Point.DetectionDelayP50Seconds, "0.##") + " s"]))]);
        }
    }

    private static IEnumerable<ReportTable> Regions(VadEvaluationReport report)
    {
        if (report.Regions.Count > 0)
        {
            RegionFigures any = report.Regions[0];
            yield return new ReportTable(
                $"Regions and tracks (α = β = .1): {Counted.Of(any.Regions, "anomalous region")}, {Counted.Of(any.Tracks, "track")}, from {any.Truth}",
                [new("detected regions", false), new("RBDC"), new("TBDC"), new("false regions a frame at most")],
                [.. report.Regions.Select(r => Row([r.Detected, Text(r.Rbdc, "0.000"), Text(r.Tbdc, "0.000"), Text(r.MostFalsePerFrame, "0.00")]))]);
        }
    }

    private static ReportTable PerVideo(VadEvaluationReport report) => new(
        "Video by video, raw scores",
        [new("video", false), new("frames"), new("anomalous"), new("AUC"), new("max score"), new("mean score")],
        [.. report.Videos.Select(v => Row([v.Id, Count(v.Frames), Count(v.Anomalous), double.IsNaN(v.Auc) ? "one class" : Rank(v.Auc), Text(v.MaxScore, "0.000"), Text(v.MeanScore, "0.000")]))]);

    private static ReportTable Cost(VadEvaluationReport report) => Pairs(
        "Cost",
        [
            ("end to end", $"{Text(report.FramesPerSecond, "0.0")} frames/s"),
            ("peak memory", $"{Text(report.PeakRssMb, "0")} MB"),
            .. report.ModelSize is { } size ? Size(size) : [],
            .. report.Timing.Select(stage => (stage.Key, $"{Text(stage.Value, "0.000")} ms a frame")),
            .. report.Latency.Select(stage => ($"{stage.Key}, p50 / p95", $"{Text(stage.Value.P50Ms, "0.00")} / {Text(stage.Value.P95Ms, "0.00")} ms")),
        ]);

    private static IEnumerable<(string, string)> Size(ModelSize size)
    {
        if (size.Bytes is { } bytes)
        {
            yield return ("model file", $"{Text(bytes / 1024.0, "0")} KiB");
        }

        yield return ("parameters", string.Create(CultureInfo.InvariantCulture, $"{size.Parameters:N0} learned")
            + (size.FrozenParameters > 0 ? string.Create(CultureInfo.InvariantCulture, $", {size.FrozenParameters:N0} in networks that were given") : "")
            + (size.NotCounted.Count > 0 ? $", without the network of {string.Join(", ", size.NotCounted)}" : ""));
    }

    private static ReportTable Set(VadEvaluationReport report)
    {
        DatasetResult set = report.Dataset;
        string interval = double.IsNaN(report.MicroAucCi95[0])
            ? "not defined"
            : $"{Rank(report.MicroAucCi95[0])} to {Rank(report.MicroAucCi95[1])}";
        return Pairs(
            "Set and certainty",
            ("set", $"{set.Name}: {Counted.Of(set.Videos, "video")}, {Counted.Of(set.Frames, "frame")} ({set.Scored} scored, {set.Filled} filled, {set.Unlabelled} unlabelled)"),
            ("anomalous share", Share(set.AnomalousShare)),
            ("micro AUC, 95 % of video resamples", interval),
            ("pixel AUC / UCSD 40 % criterion", double.IsNaN(report.PixelAuc) ? "no masks or boxes" : $"{Rank(report.PixelAuc)} / {Rank(report.PixelCriterionAuc)}"),
            ("manifest", set.ManifestHash[..16]));
    }

    private static IEnumerable<string> Ranks(RankingFigures figures) =>
    [
        Rank(figures.MicroAuc),
        $"{Rank(figures.MacroAuc)} ({figures.MacroVideos})",
        Rank(figures.MacroAucPadded),
        Rank(figures.WithinVideoAuc),
        Rank(figures.AveragePrecision),
        Rank(figures.EqualErrorRate),
    ];

    private static ReportTable Pairs(string title, params IReadOnlyList<(string Name, string Value)> pairs) =>
        new(title, [new("", false), new("", false)], [.. pairs.Select(pair => Row([pair.Name, pair.Value]))]);

    private static IReadOnlyList<string> Row(IReadOnlyList<string> cells) => cells;

    private static string Latency(ProtocolResult p) => p.Protocol.Contains("needs the whole", StringComparison.Ordinal) ? "whole video" : Count(p.LatencyFrames);

    private static string Rank(double value) => double.IsNaN(value) ? VadEvaluationReport.Undefined : Text(value, "0.0000");

    private static string Share(double value) => Text(100 * value, "0.0") is "–" ? "–" : Text(100 * value, "0.0") + " %";

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
