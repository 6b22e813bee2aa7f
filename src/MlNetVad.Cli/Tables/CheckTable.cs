using System.Text.Json.Nodes;
using MlNetVad.Cli.Terminal;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Tables;

/// <summary>What was seen of training video, for people and for scripts.</summary>
internal static class CheckTable
{
    /// <summary>A row a thing, and what follows from them all.</summary>
    public static void Print(Screen screen, TrainingVideo video, IReadOnlyList<Finding> findings, bool suffices)
    {
        FindingTable.Print(screen, $"training video: {video.Source.Name}", findings);
        int warnings = findings.Count(finding => finding.State == FindingState.Warning);
        string[] absent = [.. findings.Where(finding => finding.State == FindingState.Missing).Select(finding => finding.Name)];
        screen.Show(Spectre.Console.Markup.Escape(
            !suffices ? $"  It does not suffice ({string.Join(", ", absent)}); the table says what to record."
            : warnings > 0 ? $"  It can be trained on; {warnings} {(warnings == 1 ? "row says" : "rows say")} what will be missed or alarm in vain, and what to record against it."
            : "  It suffices."));
        screen.Show("");
    }

    /// <summary>The same as JSON.</summary>
    public static JsonObject ToJson(TrainingVideo video, IReadOnlyList<Finding> findings, bool suffices) => new()
    {
        ["source"] = video.Source.Name,
        ["suffices"] = suffices,
        ["videos"] = video.Source.Videos.Count,
        ["frames"] = video.Frames,
        ["seconds"] = Math.Round(video.Seconds, 3),
        ["looks"] = video.Survey.Pairs.Count,
        ["movingShare"] = Math.Round(video.MovingShare, 4),
        ["placeShare"] = Math.Round(video.PlaceShare, 4),
        ["workingSize"] = new JsonObject
        {
            ["width"] = video.Size.Width,
            ["height"] = video.Size.Height,
            ["channels"] = video.Size.Channels,
            ["objectHeight"] = video.Size.IsKnown ? Math.Round(video.Size.ObjectHeight, 4) : null,
            ["things"] = video.Size.Heights.Count,
        },
        ["findings"] = FindingTable.ToJson(findings),
    };
}
