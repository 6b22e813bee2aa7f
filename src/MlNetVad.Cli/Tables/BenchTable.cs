using System.Globalization;
using System.Text.Json.Nodes;
using MlNetVad.Cli.Bench;
using MlNetVad.Cli.Cards;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using static System.FormattableString;

namespace MlNetVad.Cli.Tables;

/// <summary>What was measured, with all that a reader needs to compare it.</summary>
internal static class BenchTable
{
    /// <summary>A Markdown table under two lines about machine, model and video.</summary>
    public static string Markdown(string path, VadModel model, BenchVideo video, IReadOnlyList<Speed> speeds)
    {
        Provenance here = Provenance.Collect();
        var table = new ReportTable(
            "",
            [new("what", false), new("frames/s"), new("p50 ms"), new("p95 ms")],
            [.. speeds.Select(speed => (IReadOnlyList<string>)[speed.What, Text(speed.FramesPerSecond, "0"), Text(speed.Latency.P50Ms, "0.00"), Text(speed.Latency.P95Ms, "0.00")])]);
        return $"""
            MlNetVad {here.LibraryVersion}, {here.Dotnet}, {MarkdownTable.Cell(here.Os)}, {MarkdownTable.Cell(here.Cpu)}, {Counted.Of(here.Cores, "core")}.
            Model {MarkdownTable.Cell(Path.GetFileName(path))}: {ModelWords.Reads(model.ClipOptions())}. Video: {MarkdownTable.Cell(video.Name)}, {Sizes(video.Source)}, the first {SpeedRun.MostFrames} frames at most.

            {MarkdownTable.Write(table)}
            A stage's frames/s are as if it ran alone; "decode" there is waiting for the decoder, which works ahead. With several cameras, frames/s are of all together and milliseconds of the slowest. Highest memory: {Text(PeakMemory.Megabytes(), "0")} MB.

            """;
    }

    /// <summary>The same for scripts.</summary>
    public static JsonObject ToJson(string path, VadModel model, BenchVideo video, IReadOnlyList<Speed> speeds)
    {
        Provenance here = Provenance.Collect(path);
        VideoOptions clips = model.ClipOptions();
        return new JsonObject
        {
            ["model"] = path,
            ["modelSha256"] = here.ModelSha256,
            ["version"] = here.LibraryVersion,
            ["os"] = here.Os,
            ["cpu"] = here.Cpu,
            ["cores"] = here.Cores,
            ["width"] = clips.Width,
            ["height"] = clips.Height,
            ["video"] = video.Name,
            ["measured"] = new JsonArray([.. speeds.Select(speed => (JsonNode)new JsonObject
            {
                ["what"] = speed.What,
                ["framesPerSecond"] = CliJson.Number(speed.FramesPerSecond),
                ["p50Ms"] = CliJson.Number(speed.Latency.P50Ms),
                ["p95Ms"] = CliJson.Number(speed.Latency.P95Ms),
            })]),
            ["peakMemoryMb"] = CliJson.Number(PeakMemory.Megabytes()),
        };
    }

    private static string Sizes(VideoSource source) =>
        string.Join(", ", source.Videos.Select(video => video.NativeFormat).Select(size => $"{size.Width}×{size.Height}").Distinct().Take(4))
        + (source.ExpectedFrameCount is { } frames ? Invariant($", {frames} frames") : "");

    private static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
