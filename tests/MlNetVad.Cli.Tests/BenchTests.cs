using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class BenchTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Bench_Video_PrintsEveryStageAndCamerasAtOnce()
    {
        string video = _workspace.WriteVideo("gate.mp4", 80);

        CliResult result = Cli.Run("bench", model.Path, video, "--cameras", "3", "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode answer = JsonNode.Parse(result.Out)!;
        JsonNode[] measured = [.. answer["measured"]!.AsArray().Select(row => row!)];
        Assert.Equal(
            ["decode only, to 160×120", "of one camera: decode", "of one camera: objects", "of one camera: features", "of one camera: appearance", "of one camera: score", "end to end, 1 camera", "end to end, 2 cameras", "end to end, 3 cameras"],
            measured.Select(row => (string?)row["what"]));
        Assert.All(measured, row => Assert.True((double)row["framesPerSecond"]! > 0 && (double)row["p50Ms"]! <= (double)row["p95Ms"]!, row.ToJsonString()));

        // what a stage alone could do is never less than all of them together
        double whole = (double)measured[6]["framesPerSecond"]!;
        Assert.All(measured[2..6], row => Assert.True((double)row["framesPerSecond"]! > whole, row.ToJsonString()));
        Assert.True((double)measured[6]["p50Ms"]! > (double)measured[2]["p50Ms"]!);
    }

    [Fact]
    public void Bench_NoVideo_MakesOneAndLeavesNothing()
    {
        string[] before = Files();

        CliResult result = Cli.Run("bench", model.Path, "--cameras", "1");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Contains("the generated scene, encoded by ffmpeg, 640×480, 500 frames", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\| end to end, 1 camera \| \d+ \| [\d.]+ \| [\d.]+ \|$", result.Out);
        Assert.DoesNotContain("2 cameras", result.Out, StringComparison.Ordinal);
        Assert.Equal(before, Files());

        static string[] Files() => [.. Directory.GetFiles(Path.GetTempPath(), "mlnetvad-bench-*").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Bench_VideoThatIsNone_IsRefusedInASentence() =>
        Assert.Contains("does not exist", Assert.Single(Cli.Run("bench", model.Path, _workspace["none.mp4"]).Complaints), StringComparison.Ordinal);
}
