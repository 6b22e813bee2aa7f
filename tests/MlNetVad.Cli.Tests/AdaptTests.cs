using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class AdaptTests(SmallModel model) : IDisposable
{
    private const string Elsewhere = "synthetic:scene?seed=9&videos=2&frames=90&width=200&height=100";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Adapt_OtherScene_KeepsTheModesAndLearnsTheRest()
    {
        CliResult result = Cli.Run("adapt", model.Path, "--normal", Elsewhere, "-o", _workspace["other.zip"]);
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());

        string before = Parts(model.Path), after = Parts(_workspace["other.zip"]);
        Assert.Contains("200 × 100", after, StringComparison.Ordinal);
        Assert.DoesNotContain("200 × 100", before, StringComparison.Ordinal);
        Assert.Equal(Setting(before, "CosineKMeans"), Setting(after, "CosineKMeans"));
        Assert.NotEqual(Setting(before, "CalibrateScore"), Setting(after, "CalibrateScore"));
        Assert.NotEqual(Setting(before, "ForegroundObjects"), Setting(after, "ForegroundObjects"));
        Assert.Equal(ExitCode.Success, Cli.Run("score", "-m", _workspace["other.zip"], "-i", Elsewhere).ExitCode);
    }

    [Fact]
    public void Adapt_Predictor_KeepsTheNetworkAndLearnsTheScales()
    {
        Assert.Equal(ExitCode.Success, Cli.Run("train", NetworkConfig.Write(_workspace), "--no-evaluate", "--no-history", "-q").ExitCode);

        CliResult result = Cli.Run("adapt", _workspace["tiny.zip"], "--normal", Elsewhere, "-o", _workspace["other.zip"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.NotEqual(Setting(Parts(_workspace["tiny.zip"]), "SparseFeatureFiltering"), Setting(Parts(_workspace["other.zip"]), "SparseFeatureFiltering"));   // its pooling was chosen anew
        Assert.Equal(ExitCode.Success, Cli.Run("score", "-m", _workspace["other.zip"], "-i", Elsewhere).ExitCode);
    }

    [Fact]
    public void Adapt_OverTheModelItself_IsRefused()
    {
        CliResult result = Cli.Run("adapt", model.Path, "--normal", Elsewhere, "-o", model.Path);
        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Single(result.Complaints);
    }

    private static string Parts(string path) => Cli.Run("inspect", path, "--json").Out;

    private static string Setting(string inspected, string part) =>
        JsonNode.Parse(inspected)!["parts"]!.AsArray().First(p => p!.ToJsonString().Contains(part, StringComparison.Ordinal))!.ToJsonString();
}
