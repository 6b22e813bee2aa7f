using System.Text.Json.Nodes;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary>Writes and prints what was evaluated on one set: all of one, a table of several.</summary>
internal static class EvaluationOutput
{
    /// <summary>The folder of one of several; the only one's files lie in the folder itself.</summary>
    public static string Folder(string output, string name, int methods) => methods == 1 ? output : Path.Combine(output, name);

    /// <summary>Writes files, where they are wanted, then prints tables or JSON.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="evaluated">What was evaluated.</param>
    /// <param name="areRuns">Whether they are models of one kind, of which a mean means something.</param>
    /// <param name="source">The set, for the page's pictures; null where no video was read.</param>
    /// <param name="output">The folder to write to, or null.</param>
    /// <param name="cancellation">Stops it.</param>
    public static int Finish(Screen screen, IReadOnlyList<ScoredMethod> evaluated, bool areRuns, VideoSource? source, string? output, CancellationToken cancellation)
    {
        if (output is not null)
        {
            foreach (ScoredMethod method in evaluated)
            {
                EvaluationFiles.Write(screen, Folder(output, method.Name, evaluated.Count), method.Report, method.Scores, source, cancellation);
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
            MethodsTable.Show(screen, evaluated, areRuns, output);
        }

        return ExitCode.Success;
    }

    private static JsonArray Json(IReadOnlyList<ScoredMethod> methods) =>
        new([.. methods.Select(method => (JsonNode)new JsonObject { ["name"] = method.Name, ["report"] = JsonNode.Parse(method.Report.ToJson()) })]);
}
