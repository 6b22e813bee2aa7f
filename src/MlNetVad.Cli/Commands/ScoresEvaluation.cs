using System.Text.Json.Nodes;
using MlNetVad.Cli.Tables;
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
            OutputPath.Check([.. methods.SelectMany(method => EvaluationFiles.Paths(Folder(output, method.Name, methods.Count)))], [(dataset ?? labels)!, .. methods.Select(method => method.Path)]);
        }

        VideoSource? source = dataset is null ? null : VadDataset.Open(dataset, VadSplit.Test, kind);
        IReadOnlyList<ScoredMethod> evaluated = source is null
            ? ScoresEvaluator.Evaluate(methods, labels!, options)
            : WorkProgress.Show(screen, _ => "Baselines", progress => ScoresEvaluator.Evaluate(methods, source, options, progress, cancellation));
        if (output is not null)
        {
            foreach (ScoredMethod method in evaluated)
            {
                EvaluationFiles.Write(screen, Folder(output, method.Name, methods.Count), method.Report, method.Scores, source, cancellation);
            }
        }

        if (screen.Json)
        {
            screen.Out.WriteLine(evaluated.Count == 1 ? evaluated[0].Report.ToJson() : Json(evaluated).ToJsonString(CliJson.Options));
        }
        else if (evaluated.Count == 1)
        {
            EvaluationTables.Show(screen, evaluated[0].Report);
            EvaluationTables.ShowFiles(screen, output);
        }
        else
        {
            MethodsTable.Show(screen, evaluated, output);
        }

        return ExitCode.Success;
    }

    /// <summary>One method's files lie in the folder itself, several methods' in folders of their names.</summary>
    private static string Folder(string output, string name, int methods) => methods == 1 ? output : Path.Combine(output, name);

    private static JsonArray Json(IReadOnlyList<ScoredMethod> methods) =>
        new([.. methods.Select(method => (JsonNode)new JsonObject { ["name"] = method.Name, ["report"] = JsonNode.Parse(method.Report.ToJson()) })]);
}
