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

    /// <summary>Loads the zip and evaluates it; the trivial baselines are read once for all models that are given the same <paramref name="dataset"/>.</summary>
    /// <exception cref="VadException">No model, no labels, or bad video.</exception>
    public static (VadEvaluationReport Report, IReadOnlyList<VideoScores> Scores) Run(
        Screen screen, string modelPath, BaselinePass dataset, EvaluationOptions options, CancellationToken cancellation)
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

    /// <summary>Everything, for people.</summary>
    public const string Page = "report.html";

    /// <summary>The paths of all of them.</summary>
    public static IEnumerable<string> Paths(string folder) => Named(folder).Select(file => file.Path);

    /// <summary>The paths of all of them, with what they are.</summary>
    public static IEnumerable<(string Name, string Path)> Named(string folder) =>
    [
        ("evaluation", Path.Combine(folder, Report)),
        ("frame scores", Path.Combine(folder, Scores)),
        ("score curve", Path.Combine(folder, Curve)),
        ("report", Path.Combine(folder, Page)),
    ];

    /// <summary>Writes all of them, each whole or not at all; the page is left out, with a warning, where there are too many frames for one.</summary>
    /// <remarks>Without a data set, the page has no pictures.</remarks>
    /// <exception cref="VadException">The folder cannot be written, or the pictures for the page cannot be read.</exception>
    public static void Write(Screen screen, string folder, VadEvaluationReport report, IReadOnlyList<VideoScores> scores, VideoSource? dataset, CancellationToken cancellation)
    {
        VideoScores[] everyFrame = [.. scores.Select(video => video.Fill())];
        double threshold = report.OperatingPoint.Threshold;
        report.Save(Path.Combine(folder, Report));
        ScoresCsv.Write(Path.Combine(folder, Scores), everyFrame);
        ScoreCurveSvg.Save(Path.Combine(folder, Curve), everyFrame, double.IsNaN(threshold) ? null : threshold, report.Dataset.Name);
        if (!HtmlReport.Holds(scores))
        {
            File.Delete(Path.Combine(folder, Page));   // an earlier one would be of other scores
            screen.Warn($"{Page} is left out: it holds {HtmlReport.MaxFrames:N0} frames at most.");
            return;
        }

        HtmlReport.Save(Path.Combine(folder, Page), report, everyFrame, dataset is null ? [] : ReportPictures.Read(dataset, everyFrame, threshold, cancellation));
    }
}
