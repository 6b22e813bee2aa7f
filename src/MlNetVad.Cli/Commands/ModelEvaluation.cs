using Microsoft.ML;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary>Evaluates a saved model with a progress bar.</summary>
internal static class ModelEvaluation
{
    /// <summary>Whether there is anything to evaluate against.</summary>
    public static bool HasLabels(VideoSource source) => source.Videos.Any(video => video.HasLabels);

    /// <summary>Loads the zip and evaluates it.</summary>
    /// <exception cref="VadException">No model, no labels, or bad video.</exception>
    public static (VadEvaluationReport Report, IReadOnlyList<VideoScores> Scores) Run(
        Screen screen, string modelPath, VideoSource dataset, EvaluationOptions options, CancellationToken cancellation)
    {
        MLContext ml = Context.Create(seed: 1, screen);
        VadModel model = ModelFile.Load(ml, modelPath, cancellation);
        return WorkProgress.Show(
            screen,
            pass => pass == 1 ? "Scoring" : "Baselines",
            progress => ModelEvaluator.Evaluate(ml, model, dataset, options, modelPath, progress, cancellation));
    }
}

/// <summary>The names of the files that an evaluation writes.</summary>
internal static class EvaluationFiles
{
    /// <summary>Everything, for machines.</summary>
    public const string Report = "report.json";

    /// <summary>Every frame's score and label.</summary>
    public const string Scores = "scores.csv";

    /// <summary>The scores as a picture.</summary>
    public const string Curve = "curve.svg";

    /// <summary>The paths of all three.</summary>
    public static IEnumerable<string> Paths(string folder) => Named(folder).Select(file => file.Path);

    /// <summary>The paths of all three, with what they are.</summary>
    public static IEnumerable<(string Name, string Path)> Named(string folder) =>
    [
        ("evaluation", Path.Combine(folder, Report)),
        ("frame scores", Path.Combine(folder, Scores)),
        ("score curve", Path.Combine(folder, Curve)),
    ];

    /// <summary>Writes all three, each whole or not at all.</summary>
    /// <exception cref="VadException">The folder cannot be written.</exception>
    public static void Write(string folder, VadEvaluationReport report, IReadOnlyList<VideoScores> scores)
    {
        VideoScores[] everyFrame = [.. scores.Select(video => video.Fill())];
        double threshold = report.OperatingPoint.Threshold;
        report.Save(Path.Combine(folder, Report));
        ScoresCsv.Write(Path.Combine(folder, Scores), everyFrame);
        ScoreCurveSvg.Save(Path.Combine(folder, Curve), everyFrame, double.IsNaN(threshold) ? null : threshold, report.Dataset.Name);
    }
}
