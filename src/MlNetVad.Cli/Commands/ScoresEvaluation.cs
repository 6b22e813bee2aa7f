using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad evaluate --scores</c>: scores that came from elsewhere, one method or a folder of them.</summary>
internal static class ScoresEvaluation
{
    /// <summary>Evaluates, writes and prints.</summary>
    public static int Run(
        Screen screen, string path, string? dataset, string? labels, VadDatasetKind kind, string? output, EvaluationOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<(string Name, string Path)> methods = ScoreFiles.FindMethods(path);
        if (output is not null)
        {
            OutputPath.CheckFolder(output);
            OutputPath.Check([.. methods.SelectMany(method => EvaluationFiles.Paths(EvaluationOutput.Folder(output, method.Name, methods.Count)))], [(dataset ?? labels)!, .. methods.Select(method => method.Path)]);
        }

        VideoSource? source = dataset is null ? null : VadDataset.Open(dataset, VadSplit.Test, kind);
        IReadOnlyList<ScoredMethod> evaluated = source is null
            ? ScoresEvaluator.Evaluate(methods, labels!, options)
            : WorkProgress.Show(screen, _ => "Baselines", progress => ScoresEvaluator.Evaluate(methods, source, options, progress, cancellation));
        return EvaluationOutput.Finish(screen, evaluated, areRuns: false, source, output, cancellation);
    }
}
