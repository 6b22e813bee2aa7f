using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Demo_Json_EvaluatesInANewProcessAndWritesEverything()
    {
        CliResult result = Cli.Run("demo", "--output", _workspace["demo"], "--json", "--quiet");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode report = JsonNode.Parse(result.Out)!;
        Assert.True((double)report["microAuc"]! >= 0.95);
        Assert.InRange((double)report["peakRssMb"]!, 100, 400);
        Assert.Equal(
            ["demo", "demo/curve.svg", "demo/demo.mbconfig", "demo/model.zip", "demo/report.html", "demo/report.json", "demo/scores.csv"],
            _workspace.Contents);
    }
}
