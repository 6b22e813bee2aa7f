using System.CommandLine;
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
        Option<string[]> model = new("--model", "-m")
        {
            Description = "The model zip that 'mlnetvad train' wrote; several, such as those of several seeds, give a table with their mean and standard deviation.",
            HelpName = "M.zip",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> scores = new("--scores")
        {
            Description = "Anybody's scores in place of a model: a CSV file of columns video,frame,score, a folder of .npy files, one a video, or a folder of either: every method in one table.",
            HelpName = "FILE|DIR",
        };
        Option<string?> dataset = new("--dataset", "-d", "--data")
        {
            Description = "A labelled data set's folder, or a scene (synthetic:scene).",
            HelpName = "DIR",
        };
        Option<string?> labels = new("--labels")
        {
            Description = "With --scores, in place of --data: a CSV file of columns video,frame,label or video,first,last (anomalous frames from 0). No video is read then.",
            HelpName = "FILE.csv",
        };
        Option<VadDatasetKind> kind = CommonOptions.Choice("--kind", "How the data set lies on disk; Auto finds out.", VadDatasetKind.Auto);
        Option<string?> output = new("--output", "-o")
        {
            Description = "Folder for report.html, report.json, scores.csv and curve.svg; without it, nothing is written.",
            HelpName = "DIR",
        };
        Option<double?> threshold = new("--threshold")
        {
            Description = "With --scores: a frame alarms where its score is above. Without it, nothing is said of an operating point.",
            HelpName = "T",
            CustomParser = result => CommonOptions.Number(result, "a number", double.IsFinite),
        };
        Option<string?> tracks = new("--tracks")
        {
            Description = "With --model: the set's anomalies as tracks, for RBDC and TBDC: a CSV file of columns video,frame,track,x,y,width,height, in the videos' own pixels. Without it, tracks are made of the set's pixel masks.",
            HelpName = "FILE.csv",
        };
        Option<double> sigma = new("--paper-sigma")
        {
            Description = "Standard deviation, in frames, of the Gaussian in the papers' protocol.",
            HelpName = "S",
            DefaultValueFactory = _ => new EvaluationOptions().PaperSigma,
            CustomParser = result => CommonOptions.Number(result, "a number above 0, up to 1000", sigma => sigma is > 0 and <= 1000),
        };
        var command = new Command("evaluate", "Score a labelled data set, or take scores, and say how good they are, under which protocol, and against trivial baselines.")
        {
            model, scores, dataset, labels, kind, output, threshold, tracks, sigma,
        };
        command.Validators.Add(result =>
        {
            bool hasModel = result.GetValue(model) is { Length: > 0 }, hasScores = result.GetValue(scores) is not null;
            if (hasModel == hasScores)
            {
                result.AddError(hasModel
                    ? "Both --model and --scores were given; evaluate one of them at a time."
                    : "Neither --model nor --scores was given; name a model zip that 'mlnetvad train' wrote, or a file of scores.");
            }
            else if ((result.GetValue(dataset) is null) == (result.GetValue(labels) is null) || (hasModel && result.GetValue(dataset) is null))
            {
                result.AddError(hasModel
                    ? "A model is evaluated on video: name a labelled data set with --data, and no --labels."
                    : "Scores are evaluated against labels: name a labelled data set with --data, or a table with --labels, not both.");
            }
            else if (hasModel && result.GetValue(threshold) is not null)
            {
                result.AddError("--threshold goes with --scores; a model has a threshold of its own.");
            }
            else if (hasScores && result.GetValue(tracks) is not null)
            {
                result.AddError("--tracks goes with --model; scores of whole frames say nothing of places.");
            }
        });
        command.SetAction(screen, parsed =>
        {
            string? set = parsed.GetValue(dataset);
            string? folder = parsed.GetValue(output);
            var options = new EvaluationOptions { PaperSigma = parsed.GetValue(sigma), TracksPath = parsed.GetValue(tracks) };
            return parsed.GetValue(scores) is { } path
                ? ScoresEvaluation.Run(screen, path, set, parsed.GetValue(labels), parsed.GetValue(kind), folder, options with { Threshold = parsed.GetValue(threshold) ?? double.NaN }, cancellation)
                : Run(screen, parsed.GetValue(model)!, set!, parsed.GetValue(kind), folder, options, cancellation);
        });
        return command;
    }

    private static int Run(
        Screen screen, string[] models, string dataset, VadDatasetKind kind, string? output, EvaluationOptions options, CancellationToken cancellation)
    {
        string[] names = [.. models.Select(path => Path.GetFileNameWithoutExtension(path))];
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            throw new VadException($"Two of the models are called '{twice.Key}'; give each one once, or rename one of them.");
        }

        if (output is not null)
        {
            OutputPath.CheckFolder(output);
            OutputPath.Check(
                [.. names.SelectMany(name => EvaluationFiles.Paths(EvaluationOutput.Folder(output, name, names.Length)))],
                [.. models, dataset, .. options.TracksPath is { } tracks ? [tracks] : (string[])[]]);
        }

        VideoSource source = VadDataset.Open(dataset, VadSplit.Test, kind);
        var set = new BaselinePass(source);
        ScoredMethod[] evaluated = [.. models.Select((path, i) =>
        {
            (VadEvaluationReport report, IReadOnlyList<VideoScores> scores) = ModelEvaluation.Run(screen, path, set, options, cancellation);
            return new ScoredMethod(names[i], scores, report);
        })];
        return EvaluationOutput.Finish(screen, evaluated, areRuns: true, source, output, cancellation);
    }
}
