using System.Globalization;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using Spectre.Console;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws several methods that were evaluated on the same set.</summary>
internal static class MethodsTable
{
    private const double ShownRecall = 0.8;

    /// <summary>Draws a row a method, the trivial baselines below, and what to know before quoting a figure.</summary>
    public static void Show(Screen screen, IReadOnlyList<ScoredMethod> methods, string? output)
    {
        VadEvaluationReport first = methods[0].Report;
        Draw.Table(screen, new ReportTable(
            $"{Counted.Of(methods.Count, "method")} on {first.Dataset.Name}: {Counted.Of(first.Dataset.Videos, "video")}, {Counted.Of(first.Dataset.Frames, "frame")}, {first.Dataset.Anomalous} of them anomalous; raw scores, false alarms per hour where 80 % of the events are noticed",
            [new("method", false), new("micro AUC"), new("95 % of videos"), new("macro AUC"), new("within"), new("AP"), new("EER"), new("false/h")],
            [
                .. methods.Select(m => Row(m.Name, m.Report, $"{Figure(m.Report.MicroAucCi95[0])} to {Figure(m.Report.MicroAucCi95[1])}", FalseAlarms(m.Report))),
                .. first.Baselines.Where(b => b.Resolution is null).Select(b => Row($"trivial: {b.Name}", b, "", "")),
            ]));
        EvaluationTables.ShowNotes(screen, [.. methods.SelectMany(m => m.Report.Notes).Distinct(StringComparer.Ordinal)]);
        if (output is not null)
        {
            Draw.Pairs(screen, "Written", [.. methods.Select(m => (m.Name, Path.Combine(output, m.Name)))]);
        }

        screen.Show("");
        screen.Show(Markup.Escape("Whether a difference is more than luck: 'mlnetvad compare' takes two or more of these."));
    }

    private static IReadOnlyList<string> Row(string name, RankingFigures figures, string interval, string falseAlarms) =>
    [
        name, Figure(figures.MicroAuc), interval, $"{Figure(figures.MacroAuc)} ({figures.MacroVideos})", Figure(figures.WithinVideoAuc), Figure(figures.AveragePrecision), Figure(figures.EqualErrorRate), falseAlarms,
    ];

    private static string FalseAlarms(VadEvaluationReport report) =>
        report.AtEventRecall.FirstOrDefault(r => r.TargetEventRecall == ShownRecall)?.Point.FalseAlarmsPerHour is { } rate && double.IsFinite(rate) ? rate.ToString("0.#", CultureInfo.InvariantCulture) : "–";

    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
