using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class InspectTests(SmallModel model)
{
    [Fact]
    public void Inspect_Model_ListsPartsInTheirOrder()
    {
        CliResult result = Cli.Run("inspect", model.Path);

        Assert.Equal(ExitCode.Success, result.ExitCode);
        string[] parts = ["MlNetVad.ForegroundObjects", "MlNetVad.MotionFeatures", "MlNetVad.CosineKMeans", "MlNetVad.ObjectFusion", "MlNetVad.CalibrateScore"];
        int[] positions = [.. parts.Select(part => result.Out.IndexOf(part, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, positions);
        Assert.Equal(positions.Order(), positions);
        Assert.Contains($"clips of {SmallModel.ClipLength} frames that are 0.1 s apart, 160×120, grey", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Json_TellsClipThresholdAndSettings()
    {
        JsonNode answer = JsonNode.Parse(Cli.Run("inspect", model.Path, "--json").Out)!;

        Assert.Equal(SmallModel.ClipLength, (int?)answer["clip"]!["length"]);
        Assert.Equal(0.1, (double?)answer["clip"]!["frameInterval"]);
        Assert.Equal(0.5, (double?)answer["clip"]!["latencySeconds"]);
        Assert.Equal(0.5, (double?)answer["threshold"]);
        Assert.Equal(13, answer["parts"]!.AsArray().Count);
        Assert.StartsWith("4 of", (string?)answer["parts"]![4]!["settings"]!["modes"], StringComparison.Ordinal);
    }
}
