using MlNetVad.Cli.Detections;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws objects for people: a line an object.</summary>
internal static class DetectionTables
{
    /// <summary>How many objects are listed; all of them are in the CSV and in the JSON.</summary>
    public const int MostObjects = 60;

    /// <summary>Draws everything.</summary>
    public static void Show(Screen screen, VideoSource source, DetectionSummary summary, IReadOnlyList<string> files)
    {
        if (summary.Objects > 0)
        {
            bool pictures = summary.Kept.All(frame => frame.File is not null);
            string title = summary.Objects > MostObjects ? $"Objects of {source.Name}: the first {MostObjects} of {summary.Objects}" : $"Objects of {source.Name}";
            Draw.Table(screen, new ReportTable(
                title,
                [new(pictures ? "picture" : "video", false), .. pictures ? [] : new ReportColumn[] { new("frame") }, new("class", false), new("score"), new("x"), new("y"), new("width"), new("height")],
                [.. summary.Kept.SelectMany(frame => frame.Objects.Select(o => Row(frame, o, pictures))).Take(MostObjects)]));
        }

        Draw.Pairs(
            screen,
            summary.Objects > 0 ? "Found" : $"No object found in {source.Name}",
            [
                ("frames", $"{summary.Frames}"),
                .. summary.Classes.Select(c => (c.Key, $"{c.Value}")),
                ("time", $"{summary.Seconds:0.0} s with opening the network, {summary.FramesPerSecond:0.0} frames/s"),
            ]);
        if (files.Count > 0)
        {
            Draw.Pairs(screen, "Written", [.. files.Select(file => (Path.GetExtension(file) == ".svg" ? "picture" : "objects", file))]);
        }

        screen.Show("");
    }

    private static IReadOnlyList<string> Row(FrameObjects frame, FoundObject o, bool pictures) =>
        [frame.Name, .. pictures ? [] : new[] { $"{frame.Frame}" }, o.Class, $"{o.Score:0.00}", $"{o.X:0}", $"{o.Y:0}", $"{o.Width:0}", $"{o.Height:0}"];
}
