using MlNetVad.Cli.Commands;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Pipelines.Configuration;

namespace MlNetVad.Cli.Tables;

/// <summary>What training gave, as a table or as JSON.</summary>
internal static class TrainedTable
{
    /// <summary>Prints it.</summary>
    public static void Show(Screen screen, TrainingConfig config, TrainedModel trained, VadEvaluationReport? report)
    {
        if (screen.Json)
        {
            screen.Out.WriteLine(TrainJson.Write(config, trained, report));
            return;
        }

        Draw.Pairs(
            screen,
            "Trained",
            [
                ("model", trained.ModelPath),
                ("pipeline", $"{config.Training.Trainer}, seed {trained.Seed}"),
                ("trained on", $"{trained.Dataset}: {Counted.Of(trained.Videos, "video")}, {Counted.Of(trained.Clips, "clip", "N0")}, {trained.Passes} {(trained.Passes == 1 ? "pass" : "passes")}"),
                ("time", $"{trained.Seconds:0.0} s"),
                .. report is null ? [] : EvaluationTables.Headline(report),
            ]);
        TrialTable.Show(screen, trained.WouldNotice);
        screen.Show("");
        screen.Note($"[grey]next: mlnetvad evaluate --model {Spectre.Console.Markup.Escape(trained.ModelPath)} --dataset DIR, or mlnetvad inspect {Spectre.Console.Markup.Escape(trained.ModelPath)}[/]");
    }
}
