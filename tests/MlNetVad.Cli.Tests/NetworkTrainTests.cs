using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>Training of networks by the command: progress, checkpoints, resume, Ctrl-C.</summary>
public sealed class NetworkTrainTests : IDisposable
{
    private const string Long = "\"Epochs\": 100000, \"Schedule\": \"Constant\"";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Train_Network_AnswersWithLossesAndLeavesNoCheckpoint()
    {
        string config = NetworkConfig.Write(_workspace);

        CliResult result = Cli.Run("train", config, "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.Equal("Completed", (string?)answer["state"]);
        Assert.Equal((int?)answer["network"]!["totalSteps"], (int?)answer["network"]!["steps"]);
        Assert.True((double?)answer["network"]!["losses"]!["prediction"] > 0);
        Assert.InRange((double)answer["network"]!["filterLoadEntropy"]!, 0, 1);
        Assert.True((double?)answer["network"]!["bestHeldOutLoss"] > 0);
        Assert.Contains(answer["evaluation"]!["baselines"]!.AsArray(), b => (string?)b!["resolution"] == "32 x 48 px");
        Assert.StartsWith("the error map's regions", (string?)Assert.Single(answer["evaluation"]!["regions"]!.AsArray())!["detected"], StringComparison.Ordinal);
        Assert.InRange((double)answer["evaluation"]!["pixelAuc"]!, 0, 1);
        Assert.InRange((long)answer["evaluation"]!["modelSize"]!["parameters"]!, 1000, 1_000_000);
        Assert.Equal(["tiny.mbconfig", "tiny.zip"], _workspace.Contents);
        JsonNode trial = JsonNode.Parse(File.ReadAllText(config))!["RunHistory"]!["Trials"]![0]!;
        Assert.Equal("32", (string?)trial["Parameter"]!["Predictor.Network.Height"]);
        Assert.Equal("tiny.zip", (string?)trial["ModelFilePath"]);
        Assert.Contains("network", Cli.Run("inspect", _workspace["tiny.zip"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_InAFreshProcess_IsBitEqual()
    {
        Assert.Equal(0, Cli.Run("train", NetworkConfig.Write(_workspace), "--no-evaluate", "--no-history", "-q").ExitCode);
        string[] score = ["score", "-m", _workspace["tiny.zip"], "-i", NetworkConfig.Scene, "-q", "-o"];
        Assert.Equal(0, Cli.Run([.. score, _workspace["here.csv"]]).ExitCode);

        using Process process = NetworkConfig.Start([.. score, _workspace["there.csv"]]);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal("", error);
        Assert.Equal(File.ReadAllText(_workspace["here.csv"]), File.ReadAllText(_workspace["there.csv"]));
        Assert.NotEmpty(File.ReadLines(_workspace["here.csv"]).Skip(1).Select(line => float.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)).Distinct().Skip(5));
    }

    [Fact]
    public void Train_KilledAndResumed_EndsWithTheWeightsOfAnUninterruptedRun()
    {
        string config = NetworkConfig.Write(_workspace, "\"Epochs\": 12");
        Assert.Equal(0, Cli.Run("train", config, "-o", _workspace["whole.zip"], "--no-evaluate", "--no-history", "-q").ExitCode);
        string[] arguments = ["train", config, "-o", _workspace["killed.zip"], "--no-evaluate", "--no-history", "-q"];
        using (Process process = NetworkConfig.Start(arguments))
        {
            WaitForCheckpoint(process, "killed.zip.checkpoint");
            process.Kill();
            process.WaitForExit();
        }

        Assert.False(File.Exists(_workspace["killed.zip"]));

        CliResult resumed = Cli.Run([.. arguments, "--resume", "--json"]);

        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Equal(NetworkConfig.Entries(_workspace["whole.zip"]), NetworkConfig.Entries(_workspace["killed.zip"]));
        Assert.False(File.Exists(_workspace["killed.zip.checkpoint"]));
    }

    [Fact]
    public void Train_Interrupted_SavesTheBestAndRecordsIt()
    {
        string config = NetworkConfig.Write(_workspace, Long);
        string error;
        using (Process process = NetworkConfig.Start("train", config, "--json"))
        {
            WaitForCheckpoint(process, "tiny.zip.checkpoint");
            Programs.Signal(process.Id, "INT");
            JsonNode answer = JsonNode.Parse(process.StandardOutput.ReadToEnd())!;
            error = process.StandardError.ReadToEnd();
            process.WaitForExit();

            Assert.Equal(ExitCode.Failure, process.ExitCode);
            Assert.Equal("Canceled", (string?)answer["state"]);
            Assert.Null(answer["evaluation"]);
        }

        Assert.Contains($"the best model so far is saved as '{_workspace["tiny.zip"]}'", Assert.Single(error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        JsonNode history = JsonNode.Parse(File.ReadAllText(config))!["RunHistory"]!;
        Assert.Equal("Canceled", (string?)history["Trials"]![0]!["State"]);
        Assert.Equal("tiny.zip", (string?)history["Trials"]![0]!["ModelFilePath"]);
        Assert.Equal(0, Cli.Run("score", "-m", _workspace["tiny.zip"], "-i", NetworkConfig.Scene, "-o", _workspace["scores.csv"]).ExitCode);
    }

    [Fact]
    public void Train_ResumeWithoutCheckpoint_SaysSo()
    {
        CliResult result = Cli.Run("train", NetworkConfig.Write(_workspace), "--resume");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("There is no checkpoint at", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.Contains("keeps no checkpoint", Assert.Single(Cli.Run("train", _workspace.WriteConfig(SmallModel.Scene), "--resume").Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_CheckpointOfAnotherConfiguration_NamesTheDifference()
    {
        Interrupt(NetworkConfig.Write(_workspace, Long));
        string config = NetworkConfig.Write(_workspace, Long + ", \"LearningRate\": 0.001");

        CliResult result = Cli.Run("train", config, "--resume", "--no-history");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        string complaint = Assert.Single(result.Complaints);
        Assert.Contains("is of another configuration", complaint, StringComparison.Ordinal);
        Assert.Contains("LearningRate 0.003 there, LearningRate 0.001 here", complaint, StringComparison.Ordinal);
        Assert.True(File.Exists(_workspace["tiny.zip.checkpoint"]));
    }

    [Fact]
    public void Train_DamagedCheckpoint_SaysSo()
    {
        string config = NetworkConfig.Write(_workspace);
        _workspace.Write("tiny.zip.checkpoint", "no checkpoint");

        CliResult result = Cli.Run("train", config, "--resume", "--no-history");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("checkpoint", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multiple of PatchSize (16)", "\"Height\": 40", "\"Epochs\": 1")]
    [InlineData("ActiveFilters is 9 of only 7", "\"Height\": 32, \"Heads\": 2", "\"Epochs\": 1")]
    [InlineData("Epochs is 0", "\"Height\": 32", "\"Epochs\": 0")]
    public void Train_ImpossibleOptions_SaysSo(string complaint, string network, string predictor)
    {
        string config = NetworkConfig.Write(_workspace, predictor, network: network);
        if (complaint.Contains("of only", StringComparison.Ordinal))
        {
            File.WriteAllText(config, File.ReadAllText(config).Replace("\"ActiveFilters\": 2", "\"ActiveFilters\": 9", StringComparison.Ordinal));
        }

        Refuses(Cli.Run("train", config, "--no-history"), complaint);
    }

    [Fact]
    public void Train_NoVideo_SaysSo()
    {
        Directory.CreateDirectory(_workspace["videos/train"]);
        Refuses(Cli.Run("train", NetworkConfig.Write(_workspace, location: "videos"), "--no-history"), "videos");
    }

    [Fact]
    public void Train_VideoShorterThanAClip_SaysSo()
    {
        _workspace.WriteFrames("videos/train/short", 3);
        Refuses(Cli.Run("train", NetworkConfig.Write(_workspace, location: "videos"), "--no-history"), "short");
    }

    [Fact]
    public void Train_AllFramesIdentical_SaysSo()
    {
        _workspace.WriteFrames("videos/train/still", 30);
        foreach (string frame in Directory.EnumerateFiles(_workspace["videos/train/still"]).Where(path => !path.EndsWith("000.pgm", StringComparison.Ordinal)).ToArray())
        {
            File.Copy(_workspace["videos/train/still/000.pgm"], frame, overwrite: true);
        }

        Refuses(Cli.Run("train", NetworkConfig.Write(_workspace, location: "videos"), "--no-history"), "Nothing moves");
    }

    private static void Refuses(CliResult result, string complaint)
    {
        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        Assert.Contains(complaint, Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    private void Interrupt(string config)
    {
        using Process process = NetworkConfig.Start("train", config, "--no-history", "-q");
        WaitForCheckpoint(process, "tiny.zip.checkpoint");
        process.Kill();
        process.WaitForExit();
    }

    private void WaitForCheckpoint(Process process, string name)
    {
        using var watcher = new FileSystemWatcher(_workspace.Folder) { EnableRaisingEvents = true };
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(_workspace[name]))
        {
            Assert.False(process.HasExited, "the run ended before its first checkpoint");
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "no checkpoint appeared");
            watcher.WaitForChanged(WatcherChangeTypes.All, timeout: 1000);
        }
    }
}
