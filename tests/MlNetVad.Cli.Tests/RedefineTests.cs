using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class RedefineTests : IDisposable
{
    private const string Scene = "synthetic:scene?videos=1&frames=90";
    private readonly Workspace _workspace = new();
    private readonly string _model;

    public RedefineTests(SmallModel model)
    {
        _model = _workspace["m.zip"];
        File.Copy(model.Path, _model);
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Redefine_SegmentThenUndo_ScoresAsBefore()
    {
        string before = Scores();
        CliResult said = Cli.Run("redefine", _model, "--anomalous", $"{Scene}@1.0-3.0", "--user", "anna", "--json");
        Assert.True(said.ExitCode == ExitCode.Success, said.ToString());
        JsonNode one = Assert.Single(JsonNode.Parse(said.Out)!.AsArray())!;
        Assert.Equal(("anna", "anomalous"), ((string?)one["user"], (string?)one["as"]));
        Assert.NotEqual(before, Scores());
        Assert.Equal(said.Out.Trim(), File.ReadAllText(_workspace["m.redefined.json"]).Trim());
        Assert.Equal(said.Out, Cli.Run("redefine", _model, "--list", "--json").Out);
        Assert.Contains("MlNetVad.RedefineAnomalies", Cli.Run("inspect", _model).Out, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Success, Cli.Run("redefine", _model, "--undo", "last").ExitCode);
        Assert.Equal(before, Scores());
        Assert.False(File.Exists(_workspace["m.redefined.json"]));
    }

    [Fact]
    public void Redefine_Preview_ShowsAndDrawsAndLeavesTheModel()
    {
        byte[] old = File.ReadAllBytes(_model);
        CliResult shown = Cli.Run("redefine", _model, "--anomalous", $"{Scene}@25f-75f", "--preview", Scene, "--plot", _workspace["curve.svg"], "--json");
        Assert.True(shown.ExitCode == ExitCode.Success, shown.ToString());
        JsonNode json = JsonNode.Parse(shown.Out)!, video = Assert.Single(json["videos"]!.AsArray())!;
        Assert.True((float)video["highestAfter"]! > (float)video["highestBefore"]!);
        Assert.Equal("anomalous", (string?)Assert.Single(json["redefinitions"]!.AsArray())!["as"]);
        Assert.Contains("after", File.ReadAllText(_workspace["curve.svg"]), StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(_model));
    }

    [Fact]
    public void Redefine_PreviewOfAText_SaysWhatItWasUnderstoodAs()
    {
        CliResult shown = Cli.Run("redefine", _model, "--anomalous-text", "somebody walks", "--preview", Scene);
        Assert.True(shown.ExitCode == ExitCode.Success, shown.ToString());
        string text = shown.Out.ReplaceLineEndings(" ");
        Assert.InRange(text.IndexOf("speed: walks (0.", StringComparison.Ordinal), 0, text.IndexOf("Before and after", StringComparison.Ordinal));
    }

    [Fact]
    public void Redefine_InWordsThenUndo_SaysWhatWasUnderstoodAndScoresAsBefore()
    {
        string before = Scores();
        CliResult said = Cli.Run("redefine", _model, "--anomalous-text", "somebody walks", "--strength", "0.5", "--minimum-duration", "0.1", "--user", "anna", "--json");
        Assert.True(said.ExitCode == ExitCode.Success, said.ToString());
        JsonNode one = Assert.Single(JsonNode.Parse(said.Out)!.AsArray())!;
        Assert.Equal(("somebody walks", "speed: walks", "anomalous", 0.5), ((string?)one["text"], (string?)one["meaning"], (string?)one["as"], (double)one["strength"]!));
        Assert.Null(one["video"]);
        Assert.NotEqual(before, Scores());
        Assert.Equal(said.Out.Trim(), File.ReadAllText(_workspace["m.redefined.json"]).Trim());
        Assert.Contains("speed: walks (0.", Cli.Run("redefine", _model, "--list").Out.ReplaceLineEndings(" "), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Success, Cli.Run("redefine", _model, "--undo", "1").ExitCode);
        Assert.Equal(before, Scores());
        Assert.False(File.Exists(_workspace["m.redefined.json"]));
    }

    [Fact]
    public void Redefine_ThirtyThreeTimes_IsRefusedAndNothingIsWritten()
    {
        byte[] old = File.ReadAllBytes(_model);
        CliResult result = Cli.Run(["redefine", _model, .. Enumerable.Repeat(new[] { "--anomalous", $"{Scene}@1.0-3.0" }, 33).SelectMany(words => words)]);
        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("32 redefinitions, which is as many as it takes", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(_model));
    }

    [Theory]
    [InlineData(ExitCode.Failure, "names no segment", "--normal", "gate.mp4")]
    [InlineData(ExitCode.Failure, "is no segment", "--normal", "synthetic:scene@5")]
    [InlineData(ExitCode.Failure, "is not among the frames", "--anomalous", "synthetic:scene?videos=1&frames=90@100-110")]
    [InlineData(ExitCode.Failure, "nothing to undo", "--undo", "last")]
    [InlineData(ExitCode.Failure, "'fighting' is like nothing that the model can tell", "--normal-text", "fighting")]
    [InlineData(ExitCode.Failure, "give a model of SceneAdaptive", "--normal-text", "a person runs", "--formula", "Paper", "--preview", Scene)]
    [InlineData(ExitCode.Usage, "Say one thing")]
    [InlineData(ExitCode.Usage, "Say one thing", "--list", "--normal-text", "a person runs")]
    [InlineData(ExitCode.Usage, "--strength is about what is said in words; give --normal-text", "--normal", "a@1-2", "--strength", "1")]
    [InlineData(ExitCode.Usage, "--threshold is '2'; expected a similarity", "--normal-text", "a person runs", "--threshold", "2")]
    [InlineData(ExitCode.Usage, "Say one thing", "--list", "--undo", "last")]
    [InlineData(ExitCode.Usage, "give --preview VIDEO too", "--normal", "a@1-2", "--plot", "curve.svg")]
    public void Redefine_WrongWords_GivesOneSentence(int exit, string reason, params string[] words)
    {
        CliResult result = Cli.Run(["redefine", _model, .. words]);
        Assert.Equal(exit, result.ExitCode);
        Assert.Contains(reason, Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    private string Scores()
    {
        Assert.Equal(ExitCode.Success, Cli.Run("score", "-m", _model, "-i", Scene, "-o", _workspace["scores.csv"]).ExitCode);
        return File.ReadAllText(_workspace["scores.csv"]);
    }
}
