using MlNetVad.Pipelines.Configuration;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests.Configuration;

public sealed class TrainingConfigTests
{
    [Fact]
    public void Load_Minimal_TakesDefaultsAndResolvesPathsAgainstTheFile()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);

        TrainingConfig config = TrainingConfig.Load(file.Path);

        Assert.Equal("gate", config.Name);
        Assert.Equal(Path.Combine(file.Folder, "videos"), config.DataSource.Location);
        Assert.Equal(Path.Combine(file.Folder, "gate.zip"), config.DefaultModelPath);
        Assert.Equal("NormalModes", config.Training.Trainer);
        Assert.Equal(1, config.Training.Seed);
        Assert.Equal(new NormalModesOptions().NumberOfModes, Modes(config.Training).NumberOfModes);
        Assert.Empty(config.Training.Warnings);
    }

    [Fact]
    public void Load_EveryParameter_Arrives()
    {
        using ConfigFile file = ConfigFile.With("\"Trainer\": \"NormalModes\"", """
            "Trainer": "NormalModes",
            "Seed": 7,
            "OutputFolder": "../models",
            "Parameters": {
              "Type": "NormalModes", "Version": 1,
              "NumberOfModes": 20, "ClipLength": 7, "Target": "Last", "Background": "Running", "FalseAlarmQuantile": 0.99
            }
            """);

        TrainingOptionConfig training = TrainingConfig.Load(file.Path).Training;

        Assert.Equal(7, training.Seed);
        Assert.Equal(Path.GetFullPath("../models", file.Folder), training.OutputFolder);
        Assert.Equal(20, Modes(training).NumberOfModes);
        Assert.Equal(7, Modes(training).ClipLength);
        Assert.Equal(ClipTarget.Last, Modes(training).Target);
        Assert.Equal(BackgroundKind.Running, Modes(training).Background);
        Assert.Equal(0.99, Modes(training).FalseAlarmQuantile);
        Assert.Contains(KeyValuePair.Create("NumberOfModes", "20"), training.Parameters());
    }

    [Fact]
    public void Load_UnknownParameter_Warns()
    {
        using ConfigFile file = ConfigFile.With("\"Trainer\": \"NormalModes\"", """
            "Trainer": "NormalModes",
            "Parameters": { "Type": "NormalModes", "Version": 1, "NumberOfMods": 20 }
            """);

        string warning = Assert.Single(TrainingConfig.Load(file.Path).Training.Warnings);

        Assert.Contains("NumberOfMods", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownNodes_AreTolerated()
    {
        using ConfigFile file = ConfigFile.With("\"Version\": 5,", """
            "Version": 5,
            "Future": { "Any": [1, { "Thing": null }] },
            "Environment": { "Type": "LocalCPU", "Version": 1 },
            """);

        Assert.Equal("VideoFolder", TrainingConfig.Load(file.Path).DataSource.Type);
    }

    [Theory]
    [InlineData("\"Type\": \"TrainingConfig\"", "\"Type\": \"Recipe\"", "Type: expected \"TrainingConfig\", found \"Recipe\"")]
    [InlineData("\"Version\": 5", "\"Version\": 6", "Version: expected 1 to 5")]
    [InlineData("\"Version\": 5", "\"Version\": \"5\"", "Version: expected a whole number, found \"5\"")]
    [InlineData("  \"Version\": 5,\n", "", "Version: expected a whole number, found nothing")]
    [InlineData("VideoAnomalyDetection\",\n", "ImageClassification\",\n", "Scenario: expected \"VideoAnomalyDetection\", found \"ImageClassification\"")]
    [InlineData("\"Type\": \"VideoFolder\"", "\"Type\": \"Ped3\"", "DataSource.Type: expected one of \"UcsdPed1\", \"UcsdPed2\", \"CuhkAvenue\", \"ShanghaiTech\", \"VideoFolder\", \"Synthetic\", found \"Ped3\"")]
    [InlineData("\"Version\": 1, \"FolderPath\"", "\"FolderPath\"", "DataSource.Version: expected a whole number, found nothing")]
    [InlineData("\"FolderPath\": \"videos\"", "\"FolderPath\": 3", "DataSource.FolderPath: expected a text, found 3")]
    [InlineData("\"FolderPath\": \"videos\"", "\"FolderPath\": \"synthetic:scene\"", "DataSource.FolderPath: expected a folder, found \"synthetic:scene\"")]
    [InlineData("\"Trainer\": \"NormalModes\"", "\"Trainer\": \"Magic\"", "TrainingOption.Trainer: expected one of \"NormalModes\", \"SceneAdaptive\", \"SfnVad\", \"SibVad\", found \"Magic\"")]
    [InlineData("\"Trainer\": \"NormalModes\"", "\"Trainer\": \"NormalModes\", \"Seed\": 1.5", "TrainingOption.Seed: expected a whole number, found 1.5")]
    [InlineData("\"Trainer\": \"NormalModes\"", "\"Trainer\": \"NormalModes\", \"Parameters\": []", "TrainingOption.Parameters: expected an object with Type and Version, found a list")]
    [InlineData("\"Trainer\": \"NormalModes\"", "\"Trainer\": \"NormalModes\", \"Parameters\": { \"Type\": \"NormalModes\", \"Version\": 1, \"NumberOfModes\": \"ten\" }", "TrainingOption.Parameters.NumberOfModes: expected a whole number, found \"ten\"")]
    [InlineData("\"Trainer\": \"NormalModes\"", "\"Trainer\": \"NormalModes\", \"Parameters\": { \"Type\": \"NormalModes\", \"Version\": 1, \"Target\": \"First\" }", "TrainingOption.Parameters.Target: expected one of \"Last\", \"Middle\", found \"First\"")]
    public void Load_WrongNode_NamesNodeExpectedAndFound(string old, string replacement, string complaint)
    {
        using ConfigFile file = ConfigFile.With(old, replacement);

        VadException error = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path));

        Assert.StartsWith($"'{file.Path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_WrongNode_NamesItsLine()
    {
        using ConfigFile file = ConfigFile.With("\"Trainer\": \"NormalModes\"", "\"Trainer\": \"Magic\"");

        VadException error = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path));

        Assert.Contains(", line 9: TrainingOption.Trainer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingNode_NamesTheLineOfItsParent()
    {
        using ConfigFile file = ConfigFile.With("\"Version\": 1,\n    \"Trainer\": \"NormalModes\"", "\"Version\": 1");

        VadException error = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path));

        Assert.Contains(", line 6: TrainingOption.Trainer: expected a text, found nothing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"Type\": \"TrainingConfig\",\n  \"Version\": ,\n}", "line 3")]
    [InlineData("{\n  \"Type\": \"TrainingConfig\",\n  \"Type\": \"TrainingConfig\"\n}", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    [InlineData("[1, 2]", "expected a JSON object at the root, found a list")]
    [InlineData("null", "expected a JSON object at the root, found null")]
    public void Load_NoJson_SaysSoInOneSentence(string text, string complaint)
    {
        using var file = new ConfigFile(text);

        VadException error = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path));

        Assert.StartsWith($"'{file.Path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_MissingFileOrFolder_SaysWhatToGive()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);

        string missing = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path + "x")).Message;
        string folder = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Folder)).Message;

        Assert.StartsWith("There is no config at", missing, StringComparison.Ordinal);
        Assert.Contains("is a folder", folder, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFolder_NamesConfigNodeAndFolder()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);
        TrainingConfig config = TrainingConfig.Load(file.Path);

        VadException error = Assert.Throws<VadException>(() => config.DataSource.Open(VadSplit.Train));

        Assert.Contains("line 5: DataSource.FolderPath", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(file.Folder, "videos"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ElsewhereGiven_IgnoresTheConfigsFolder()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);
        TrainingConfig config = TrainingConfig.Load(file.Path);

        VideoSource source = config.DataSource.Open(VadSplit.Train, "synthetic:scene");

        Assert.NotEmpty(source.Videos);
    }

    [Fact]
    public void Load_ShippedPed2Config_OpensPed2FromItsOwnFolder()
    {
        TestData.Require("ped2");

        TrainingConfig config = TrainingConfig.Load(Path.Combine(TestData.Repository, "configs", "normal-modes-yolox.mbconfig"));

        Assert.Equal("UcsdPed2", config.DataSource.Type);
        Assert.Equal(10, Modes(config.Training).NumberOfModes);
    }

    private static NormalModesOptions Modes(TrainingOptionConfig training) => Assert.IsType<NormalModesOptions>(training.Options);
}
