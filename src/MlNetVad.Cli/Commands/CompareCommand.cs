using System.CommandLine;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Commands;

/// <summary><c>mlnetvad compare A B …</c>: is one method better, or is it luck?</summary>
internal static class CompareCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Screen screen)
    {
        Argument<string[]> scores = new("scores")
        {
            Description = "Folders that 'evaluate -o' wrote, or CSV files of columns video,frame,score,label; two or more of the same set.",
            Arity = new ArgumentArity(2, 100),
        };
        var command = new Command("compare", "Compare methods on the same labelled frames, and say whether their difference is more than the luck of which videos there are.") { scores };
        command.SetAction(screen, parsed => Run(screen, parsed.GetValue(scores)!));
        return command;
    }

    private static int Run(Screen screen, string[] paths)
    {
        IReadOnlyList<ComparedMethod> methods = ScoreComparison.Compare([.. paths.Select(path => (path, Read(path)))]);
        if (screen.Json)
        {
            screen.Out.WriteLine(CompareTable.ToJson(methods).ToJsonString(CliJson.Options));
        }
        else
        {
            CompareTable.Show(screen, methods);
        }

        return ExitCode.Success;
    }

    private static IReadOnlyList<VideoScores> Read(string path)
    {
        IReadOnlyList<VideoScores> videos = ScoreFiles.Read(path);
        return videos.Any(v => v.Labels.Contains(1) || v.Labels.Contains(0))
            ? videos
            : throw new VadException($"'{path}' has no labels; add them as a column 'label' (0 normal, 1 anomalous), or take the scores.csv that 'evaluate -o' writes, of a model or with --scores.");
    }
}
