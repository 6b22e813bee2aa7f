using MlNetVad.Cli.Commands;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using Spectre.Console;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws an evaluation: what was measured on, every table of the report, what to know before quoting it.</summary>
internal static class EvaluationTables
{
    /// <summary>Draws everything.</summary>
    public static void Show(Screen screen, VadEvaluationReport report)
    {
        Draw.Pairs(screen, $"Evaluation of {report.Provenance.ModelPath ?? report.Provenance.ScoresPath ?? "scores"}", [.. Headline(report)]);
        foreach (ReportTable table in ReportTable.From(report))
        {
            Draw.Table(screen, table);
        }

        ShowNotes(screen, report.Notes);
    }

    /// <summary>Says which files were written; nothing where none were.</summary>
    public static void ShowFiles(Screen screen, string? folder)
    {
        if (folder is not null)
        {
            Draw.Pairs(screen, "Written", [.. EvaluationFiles.Named(folder).Where(file => File.Exists(file.Path))]);
        }

        screen.Show("");
    }

    /// <summary>Draws what to know before quoting a figure.</summary>
    public static void ShowNotes(Screen screen, IReadOnlyList<string> notes)
    {
        Draw.Title(screen, "Notes");
        foreach (string note in notes)
        {
            var line = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(1).NoWrap()).AddColumn();
            screen.Show(line.AddRow(new Markup("[grey]•[/]"), new Markup(Markup.Escape(note))));
        }
    }

    /// <summary>The figures that answer "how good is it".</summary>
    public static IReadOnlyList<(string Name, string Value)> Headline(VadEvaluationReport report) =>
    [
        ("measured on", $"{report.Dataset.Name}: {Counted.Of(report.Dataset.Videos, "video")}, {Counted.Of(report.Dataset.Frames, "frame", "N0")}, {report.Dataset.Anomalous:N0} of them anomalous"),
        ("micro AUC", $"{Figure(report.MicroAuc)} raw scores, no smoothing on top, no per-video normalisation"),
        ("macro AUC", $"{Figure(report.MacroAuc)} over {Counted.Of(report.MacroVideos, "video")} that {(report.MacroVideos == 1 ? "holds" : "hold")} both classes"),
        ("within-video AUC", Figure(report.WithinVideoAuc)),
        .. double.IsNaN(report.FramesPerSecond) ? [] : ((string, string)[])[("speed, memory", $"{report.FramesPerSecond:0} frames/s end to end, {report.PeakRssMb:0} MB at most")],
    ];

    private static string Figure(double value) => double.IsNaN(value) ? VadEvaluationReport.Undefined : $"{value:0.0000}";
}
