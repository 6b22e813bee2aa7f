using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

/// <summary>One training video is enough, and one that is too short says how much is needed.</summary>
public sealed class OneVideoTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(77)]
    [InlineData(90)]
    public void Train_FolderWithNothingButOneTrainingVideo_GivesAModel(int frames)
    {
        Directory.CreateDirectory(_workspace["set/train"]);
        _workspace.WriteVideo("set/train/gate.mp4", frames);

        CliResult result = Cli.Run("train", _workspace.WriteConfig("set"), "-o", _workspace["m.zip"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(1, (int?)JsonNode.Parse(result.Out)!["videos"]);
        Assert.True(File.Exists(_workspace["m.zip"]));
        Assert.Equal("Completed", (string?)JsonNode.Parse(File.ReadAllText(_workspace["small.mbconfig"]))!["RunHistory"]!["Trials"]![0]!["State"]);
    }

    [Theory]
    [InlineData(28, "1 row;", 49)]
    [InlineData(76, "49 rows;", 1)]
    public void Train_OneVideoTooShort_SaysHowManyFramesAreNeeded(int frames, string rows, int more)
    {
        Directory.CreateDirectory(_workspace["set/train"]);
        _workspace.WriteVideo("set/train/gate.mp4", frames);

        CliResult result = Cli.Run("train", _workspace.WriteConfig("set"), "-o", _workspace["m.zip"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        string complaint = Assert.Single(result.Complaints);
        Assert.Contains($"'gate' gives {rows}", complaint, StringComparison.Ordinal);
        Assert.Contains($"({more} more frame{(more == 1 ? "" : "s")} of video)", complaint, StringComparison.Ordinal);
        Assert.False(File.Exists(_workspace["m.zip"]));
    }

    [Theory]
    [InlineData("FalseAlarmQuantile", "0.4")]
    [InlineData("FalseAlarmQuantile", "1.5")]
    [InlineData("NumberOfModes", "0")]
    public void Train_OptionOutOfItsRange_NamesFileLineAndOption(string option, string value)
    {
        string config = _workspace.WriteConfig(SmallModel.Scene);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"NumberOfModes\": 4", $"\"{option}\": {value}", StringComparison.Ordinal));

        CliResult result = Cli.Run("train", config, "-o", _workspace["m.zip"], "--no-history");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        string complaint = Assert.Single(result.Complaints);
        Assert.Contains("small.mbconfig', line 10", complaint, StringComparison.Ordinal);
        Assert.Contains($"TrainingOption.Parameters.{option}", complaint, StringComparison.Ordinal);
        Assert.Contains($"found {value}", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", complaint, StringComparison.Ordinal);
    }
}
