using System.CommandLine;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad evaluate</c>.</summary>
internal static class EvaluateCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Option<string> model = CommonOptions.Model();
        Option<string> dataset = new("--dataset", "-d", "--data")
        {
            Description = "A labelled data set's folder, or a scene (synthetic:scene).",
            HelpName = "DIR",
            Required = true,
        };
        Option<VadDatasetKind> kind = CommonOptions.Choice("--kind", "How the data set lies on disk; Auto finds out.", VadDatasetKind.Auto);
        Option<string?> output = new("--output", "-o")
        {
            Description = "Folder for report.json, scores.csv and curve.svg; without it, nothing is written.",
            HelpName = "DIR",
        };
        Option<double> sigma = new("--paper-sigma")
        {
            Description = "Standard deviation, in frames, of the Gaussian in the papers' protocol.",
            HelpName = "S",
            DefaultValueFactory = _ => new EvaluationOptions().PaperSigma,
            CustomParser = result => CommonOptions.Number(result, "a number above 0, up to 1000", sigma => sigma is > 0 and <= 1000),
        };
        var command = new Command("evaluate", "Score a labelled data set and say how well the model does, under which protocol, and against trivial baselines.")
        {
            model, dataset, kind, output, sigma,
        };
        command.SetAction(screen, parsed => Run(
            screen,
            parsed.GetValue(model)!,
            parsed.GetValue(dataset)!,
            parsed.GetValue(kind),
            parsed.GetValue(output),
            new EvaluationOptions { PaperSigma = parsed.GetValue(sigma) },
            cancellation));
        return command;
    }

    private static int Run(
        Screen screen, string model, string dataset, VadDatasetKind kind, string? output, EvaluationOptions options, CancellationToken cancellation)
    {
        if (output is not null)
        {
            OutputPath.CheckFolder(output);
            OutputPath.Check([.. EvaluationFiles.Paths(output)], model, dataset);
        }

        VideoSource source = VadDataset.Open(dataset, VadSplit.Test, kind);
        (VadEvaluationReport report, IReadOnlyList<VideoScores> scores) = ModelEvaluation.Run(screen, model, source, options, cancellation);
        if (output is not null)
        {
            EvaluationFiles.Write(output, report, scores);
        }

        if (screen.Json)
        {
            screen.Out.WriteLine(report.ToJson());
            return ExitCode.Success;
        }

        EvaluationTables.Show(screen, report);
        if (output is not null)
        {
            Draw.Pairs(
                screen,
                "Written",
                ("evaluation", Path.Combine(output, EvaluationFiles.Report)),
                ("frame scores", Path.Combine(output, EvaluationFiles.Scores)),
                ("score curve", Path.Combine(output, EvaluationFiles.Curve)));
        }

        screen.Show("");
        return ExitCode.Success;
    }
}
