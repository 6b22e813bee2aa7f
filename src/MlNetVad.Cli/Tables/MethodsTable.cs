using System.Globalization;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using Spectre.Console;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws several methods that were evaluated on the same set.</summary>
internal static class MethodsTable
{
    private const double ShownRecall = 0.8;
    private const string Digits = "0.000", Percent = "0.0 %";

    /// <summary>Draws a row a method, their mean and standard deviation where they are runs of one, the trivial baselines below, and what to know before quoting a figure.</summary>
    public static void Show(Screen screen, IReadOnlyList<ScoredMethod> methods, bool areRuns, string? output)
    {
        VadEvaluationReport first = methods[0].Report;
        string set = $"{first.Dataset.Name}: {Counted.Of(first.Dataset.Videos, "video")}, {Counted.Of(first.Dataset.Frames, "frame")}, {first.Dataset.Anomalous} of them anomalous; raw scores";
        string[] none = ["", ""];
        IReadOnlyList<IReadOnlyList<string>> baselines = [.. first.Baselines.Where(b => b.Resolution is null).Select(b => Row($"trivial: {b.Name}", b, none))];
        Draw.Table(screen, areRuns
            ? new ReportTable(
                $"{Counted.Of(methods.Count, "model")} on {set}, frames over each one's threshold",
                [.. Columns("model"), new("normal over"), new("anomalous over")],
                [.. methods.Select(m => Row(m.Name, m.Report, [Share(m.Report.OperatingPoint.FalsePositiveRate), Share(m.Report.OperatingPoint.Recall)])), Mean([.. methods.Select(m => m.Report)]), .. baselines])
            : new ReportTable(
                $"{Counted.Of(methods.Count, "method")} on {set}, false alarms per hour where 80 % of the events are noticed",
                [.. Columns("method"), new("95 % of videos"), new("false/h")],
                [.. methods.Select(m => Row(m.Name, m.Report, [$"{Figure(m.Report.MicroAucCi95[0])} to {Figure(m.Report.MicroAucCi95[1])}", FalseAlarms(m.Report)])), .. baselines]));
        EvaluationTables.ShowNotes(screen, [.. methods.SelectMany(m => m.Report.Notes).Distinct(StringComparer.Ordinal)]);
        if (output is not null)
        {
            Draw.Pairs(screen, "Written", [.. methods.Select(m => (m.Name, Path.Combine(output, m.Name)))]);
        }

        screen.Show("");
        screen.Show(Markup.Escape("Whether a difference is more than luck: 'mlnetvad compare' takes two or more of these."));
    }

    private static ReportColumn[] Columns(string first) => [new(first, false), new("micro AUC"), new("macro AUC"), new("within"), new("AP"), new("EER")];

    private static IReadOnlyList<string> Row(string name, RankingFigures figures, string[] last) =>
    [
        name, Figure(figures.MicroAuc), $"{Figure(figures.MacroAuc)} ({figures.MacroVideos})", Figure(figures.WithinVideoAuc), Figure(figures.AveragePrecision), Figure(figures.EqualErrorRate), .. last,
    ];

    private static IReadOnlyList<string> Mean(VadEvaluationReport[] reports)
    {
        string Of(Func<VadEvaluationReport, double> figure, string format)
        {
            double[] values = [.. reports.Select(figure)];
            double mean = values.Average(), deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
            return double.IsNaN(mean) ? "–" : $"{mean.ToString(format, CultureInfo.InvariantCulture)} ±{deviation.ToString(format, CultureInfo.InvariantCulture)}";
        }

        return
        [
            "mean ± sd", Of(r => r.MicroAuc, Digits), Of(r => r.MacroAuc, Digits), Of(r => r.WithinVideoAuc, Digits), Of(r => r.AveragePrecision, Digits), Of(r => r.EqualErrorRate, Digits),
            Of(r => r.OperatingPoint.FalsePositiveRate, Percent), Of(r => r.OperatingPoint.Recall, Percent),
        ];
    }

    private static string Share(double value) => double.IsNaN(value) ? "–" : value.ToString(Percent, CultureInfo.InvariantCulture);

    private static string FalseAlarms(VadEvaluationReport report) =>
        report.AtEventRecall.FirstOrDefault(r => r.TargetEventRecall == ShownRecall)?.Point.FalseAlarmsPerHour is { } rate && double.IsFinite(rate) ? rate.ToString("0.#", CultureInfo.InvariantCulture) : "–";

    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString(Digits, CultureInfo.InvariantCulture);
}
