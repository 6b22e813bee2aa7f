using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Train_SmallScene_WritesTheModelAndTheHistory()
    {
        string config = _workspace.WriteConfig(SmallModel.Scene);

        CliResult result = Cli.Run("train", config, "--seed", "3", "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.Equal(_workspace["small.zip"], (string?)answer["model"]);
        Assert.Equal(3, (int?)answer["seed"]);
        Assert.Equal(2 * SmallModel.ClipsOfVideo, (int?)answer["clips"]);
        Assert.InRange((double)answer["evaluation"]!["microAuc"]!, 0, 1);
        Assert.Equal(["small.mbconfig", "small.zip"], _workspace.Contents);

        JsonNode history = JsonNode.Parse(File.ReadAllText(config))!["RunHistory"]!;
        JsonNode trial = Assert.Single(history["Trials"]!.AsArray())!;
        Assert.Equal("small.zip", (string?)history["ModelFilePath"]);
        Assert.Equal("Completed", (string?)trial["State"]);
        Assert.Equal("3", (string?)trial["Parameter"]!["Seed"]);
        Assert.Equal((double?)answer["evaluation"]!["microAuc"], (double?)trial["Score"]);
        Assert.Equal("MlNetVad.CosineKMeans", (string?)history["Estimators"]!["e5"]);
    }

    [Fact]
    public void Train_FolderWithoutConfig_TrainsTheDefaultPipeline()
    {
        _workspace.WriteFrames("gate/train/a", 60);
        _workspace.WriteFrames("gate/train/b", 60);

        CliResult result = Cli.Run("train", "--data", _workspace["gate"], "-o", _workspace["m.zip"], "--no-pictures", "--json", "-q");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Contains("keeps no pictures of normal life", Cli.Run("inspect", _workspace["m.zip"], "--pictures", _workspace["p"]).Error, StringComparison.Ordinal);
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.Equal("NormalModes", (string?)answer["trainer"]);
        Assert.Equal(2 * 51, (int?)answer["clips"]);
        Assert.Equal(["gate", "m.zip"], _workspace.Contents.Where(path => !path.Contains(Path.DirectorySeparatorChar)));
        JsonNode clip = JsonNode.Parse(Cli.Run("inspect", _workspace["m.zip"], "--json").Out)!["clip"]!;
        Assert.Equal((64, 48, 1, 0.1), ((int)clip["width"]!, (int)clip["height"]!, (int)clip["channels"]!, (double)clip["frameInterval"]!));
    }

    [Fact]
    public void Train_NeitherConfigNorData_IsWrongUsage()
    {
        CliResult result = Cli.Run("train", "-o", _workspace["m.zip"]);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("train --data FOLDER", result.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.Contents);
    }

    [Fact]
    public void Train_NoHistory_LeavesTheConfigAlone()
    {
        string config = _workspace.WriteConfig(SmallModel.Scene);
        string before = File.ReadAllText(config);

        CliResult result = Cli.Run("train", config, "-o", _workspace["m.zip"], "--no-history", "--no-evaluate", "-q");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(before, File.ReadAllText(config));
        Assert.True(File.Exists(_workspace["m.zip"]));
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Train_SameSeedTwice_GivesTheSameScores()
    {
        string config = _workspace.WriteConfig(SmallModel.Scene);

        foreach (string name in new[] { "a", "b" })
        {
            Assert.Equal(0, Cli.Run("train", config, "-o", _workspace[$"{name}.zip"], "--no-evaluate", "--no-history").ExitCode);
            Assert.Equal(0, Cli.Run("score", "-m", _workspace[$"{name}.zip"], "-i", SmallModel.Scene, "-o", _workspace[$"{name}.csv"]).ExitCode);
        }

        Assert.Equal(File.ReadAllText(_workspace["a.csv"]), File.ReadAllText(_workspace["b.csv"]));
    }

    [Fact]
    public void Train_Failing_IsRecordedAndKeepsTheOldModel()
    {
        string config = _workspace.WriteConfig("videos");
        _workspace.Write("videos/train/clip.mp4", "this is text");
        _workspace.Write("small.zip", "the old model");

        CliResult result = Cli.Run("train", config);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Equal("the old model", File.ReadAllText(_workspace["small.zip"]));
        JsonNode trial = JsonNode.Parse(File.ReadAllText(config))!["RunHistory"]!["Trials"]![0]!;
        Assert.Equal("Failed", (string?)trial["State"]);
        Assert.Equal(Assert.Single(result.Complaints), $"error: {trial["Error"]}");
        Assert.DoesNotContain(_workspace.Contents, name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_Cancelled_WritesNoModelAndSaysSo()
    {
        string config = _workspace.WriteConfig(SmallModel.Scene);

        CliResult result = Cli.Run(new CancellationToken(canceled: true), "train", config);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Equal("error: stopped; no file is left half-written.", Assert.Single(result.Complaints));
        Assert.Equal(["small.mbconfig"], _workspace.Contents);
        Assert.Equal("Canceled", (string?)JsonNode.Parse(File.ReadAllText(config))!["RunHistory"]!["Trials"]![0]!["State"]);
    }

    [Fact]
    public void Train_UnknownParameter_WarnsAndGoesOn()
    {
        string config = _workspace.WriteConfig(SmallModel.Scene);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"NumberOfModes\"", "\"NumberOfMods\"", StringComparison.Ordinal));

        CliResult result = Cli.Run("train", config, "--no-evaluate", "--no-history");

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Contains("warning: TrainingOption.Parameters.NumberOfMods", result.Error, StringComparison.Ordinal);
    }
}
