using System.Text.Json.Nodes;
using MlNetVad.Cli.Tables;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

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
    public void Inspect_Pictures_AreWrittenAndListed()
    {
        using var workspace = new Workspace();
        CliResult result = Cli.Run("inspect", model.Path, "--pictures", workspace["normal"], "--json");

        Assert.Equal(ExitCode.Success, result.ExitCode);
        JsonNode[] pictures = [.. JsonNode.Parse(result.Out)!["pictures"]!.AsArray()!];
        Assert.Contains(pictures, picture => (string?)picture["part"] == "motion" && ((string?)picture["video"])!.Length > 0 && picture["place"]!.AsArray().Count == 4);
        Assert.Equal(pictures.Length, Directory.GetFiles(workspace["normal"], "*.jpg").Length);
        Assert.Equal([0xFF, 0xD8], File.ReadAllBytes(workspace["normal/motion-1.jpg"])[..2]);
        Assert.Contains("small pictures of its training video", Cli.Run("inspect", model.Path, "--card").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Model_SaysWhatItWouldNoticeAsTrainDid()
    {
        string printed = Cli.Run("inspect", model.Path).Out, card = Cli.Run("inspect", model.Path, "--card").Out;
        JsonNode[] kinds = [.. JsonNode.Parse(Cli.Run("inspect", model.Path, "--json").Out)!["trainedOn"]!["wouldNotice"]!["kinds"]!.AsArray()!];

        Assert.All([printed, card, model.Printed], text => Assert.Contains("What this model would notice", text, StringComparison.Ordinal));
        Assert.All([printed, card, model.Printed], text => Assert.Contains("a thing moves 2.5 times as fast as it did", text, StringComparison.Ordinal));
        Assert.Equal(["motion", "motion", "posture", "posture", "posture", "stay", "amount", "scene", "looks"], kinds.Select(kind => (string?)kind["part"]));
        Assert.All(kinds, kind => Assert.Equal((int)kind["rows"]! < 20, kind["auc"] is null));
        Assert.Contains(kinds, kind => (double?)kind["auc"] > 0.5);
    }

    [Fact]
    public void Sentences_PartLeftOutAndKindPoor_SayWhichAndWhatToDo()
    {
        TriedKind[] kinds = [Kind("faster", "motion", 0.48, 0.02), Kind("another way", "motion", 0.5, 0.01), Kind("larger", "posture", 0.9, 0.8), Kind("more", "amount", null, null)];
        MadeAnomalyTrial trial = new() { Kinds = kinds, LeftOut = ["motion"] };

        string[] sentences = [.. TrialTable.Sentences(trial)];
        Assert.StartsWith("The part 'motion' is left out of the score", sentences[0], StringComparison.Ordinal);
        Assert.Contains("(faster, another way) it tells no better than chance (AUC 0.49)", sentences[0], StringComparison.Ordinal);
        Assert.Contains("More normal video", sentences[^1], StringComparison.Ordinal);
        Assert.Equal(["2 %, poor", "1 %, poor", "80 %", "nothing to make it of"], TrialTable.Of(trial).Rows.Select(row => row[^1]));
        Assert.DoesNotContain(TrialTable.Sentences(trial with { Kinds = kinds[2..], LeftOut = [] }), sentence => sentence.Contains("More normal video", StringComparison.Ordinal));

        static TriedKind Kind(string name, string part, double? auc, double? noticed) => new() { Name = name, Text = name, Part = part, Rows = 100, Auc = auc, Noticed = noticed };
    }

    [Theory]
    [InlineData("inspect", "{0}")]
    [InlineData("score", "-m", "{0}", "-i", "synthetic:scene")]
    [InlineData("evaluate", "-m", "{0}", "-d", "synthetic:scene")]
    public async Task Command_ModelThatNeverLoads_EndsWhenStopped(params string[] args)
    {
        using var workspace = new Workspace();
        string silent = UnixFiles.Fifo(workspace["model.zip"]);   // nobody ever writes into it
        using var stopped = new CancellationTokenSource();
        Task<CliResult> run = Task.Run(() => Cli.Run(stopped.Token, [.. args.Select(arg => arg.Replace("{0}", silent, StringComparison.Ordinal))]));
        await stopped.CancelAsync();

        CliResult result = await run.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Equal(["error: stopped; no file is left half-written."], result.Complaints);
    }

    [Fact]
    public void Inspect_Json_TellsClipThresholdAndSettings()
    {
        JsonNode answer = JsonNode.Parse(Cli.Run("inspect", model.Path, "--json").Out)!;

        Assert.Equal(SmallModel.ClipLength, (int?)answer["clip"]!["length"]);
        Assert.Equal(0.1, (double?)answer["clip"]!["frameInterval"]);
        Assert.Equal(0.5, (double?)answer["clip"]!["latencySeconds"]);
        Assert.Equal(0.5, (double?)answer["threshold"]);
        Assert.Equal(16, answer["parts"]!.AsArray().Count);
        Assert.StartsWith("4 of", (string?)answer["parts"]![5]!["settings"]!["modes"], StringComparison.Ordinal);
    }
}
