using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class EvaluateTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Evaluate_SeveralModels_HaveAMeanAndADeviation()
    {
        using var workspace = new Workspace();
        File.Copy(model.Path, workspace["a.zip"]);
        File.Copy(model.Path, workspace["b.zip"]);

        CliResult result = Cli.Run("evaluate", "-m", workspace["a.zip"], workspace["b.zip"], "-d", SmallModel.Scene, "-o", workspace["out"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Contains("mean ± sd", result.Out, StringComparison.Ordinal);
        Assert.Equal(7, result.Out.Split("±0.0").Length - 1);    // one model twice: no deviation in five figures and two shares
        Assert.True(File.Exists(workspace["out/a/report.json"]) && File.Exists(workspace["out/b/report.html"]));
    }

    [Fact]
    public void Evaluate_TwoModelsOfOneName_AreRefused()
    {
        CliResult result = Cli.Run("evaluate", "-m", model.Path, model.Path, "-d", SmallModel.Scene);
        Assert.Contains("Two of the models are called 'model'", Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Json_HasTheKeysThatScriptsReadAndWritesItsFiles()
    {
        CliResult result = Cli.Run("evaluate", "--model", model.Path, "--dataset", SmallModel.Scene, "-o", _workspace["results"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode report = JsonNode.Parse(result.Out)!;
        foreach (string key in new[] { "microAuc", "macroAuc", "withinVideoAuc", "framesPerSecond", "peakRssMb" })
        {
            Assert.True(report.AsObject().ContainsKey(key), key);
        }

        Assert.InRange((double)report["microAuc"]!, 0, 1);
        Assert.Equal(new FileInfo(model.Path).Length, (long?)report["modelSize"]!["bytes"]);
        Assert.InRange((long)report["modelSize"]!["parameters"]!, 4 * 195, 2_000_000);   // four modes of 195 numbers, and what the memory holds
        Assert.Equal(15_908_800, (long?)report["modelSize"]!["frozenParameters"]);   // ML.NET's ResNet18, 63.7 MB of four bytes each
        Assert.Empty(report["modelSize"]!["notCounted"]!.AsArray());
        Assert.Equal(180, (int?)report["dataset"]!["frames"]);
        Assert.Equal(["results", "results/curve.svg", "results/report.html", "results/report.json", "results/scores.csv"], _workspace.Contents);
        Assert.Equal(result.Out.Trim(), File.ReadAllText(_workspace["results/report.json"]).Trim());

        // the page: the same figures, pictures inside, why each alarm, and nothing from elsewhere
        string page = File.ReadAllText(_workspace["results/report.html"]);
        string block = page.Split("id=\"data\">")[1].Split("</script>")[0];
        JsonNode data = JsonNode.Parse(block)!;
        Assert.Equal(report.ToJsonString(), data["report"]!.ToJsonString());
        Assert.Equal(90, data["videos"]![0]!["parts"]!.AsArray().Count);
        Assert.True(data["parts"]!.AsArray().Count > 1, data["parts"]!.ToJsonString());
        Assert.Contains("src=\"data:image/jpeg;base64,/9j/", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?://", page);
        Assert.InRange(page.Length, 10_000, 1_000_000);
    }

    [Fact]
    public void Evaluate_Scores_AreThoseOfScore()
    {
        Cli.Run("evaluate", "-m", model.Path, "-d", SmallModel.Scene, "-o", _workspace.Folder);
        string evaluated = File.ReadAllText(_workspace["scores.csv"]);
        Cli.Run("score", "-m", model.Path, "-i", SmallModel.Scene, "-o", _workspace["again.csv"]);

        // the last column is the time, which only 'score' writes
        string[] scored = [.. File.ReadAllLines(_workspace["again.csv"]).Select(line => line[..line.LastIndexOf(',')])];

        Assert.Equal(scored.Length, evaluated.Split('\n').Length - 1);
        Assert.Equal(scored[5], evaluated.Split('\n')[5]);
        Assert.Equal(string.Join('\n', scored) + "\n", evaluated);
    }

    [Fact]
    public void Evaluate_Tables_ShowProtocolsBaselinesAndNotes()
    {
        CliResult result = Cli.Run("evaluate", "-m", model.Path, "-d", SmallModel.Scene, "--paper-sigma", "7");

        foreach (string part in new[] { "Frame level, by protocol", "causal mean of 8", "Gaussian 7", "assumes an anomaly", "Trivial baselines", "frame index", "Operating point", "false alarms per hour", "tIoU", "What noticing events costs", "total, p50 / p95", "Video by video", "test02", "frames/s", "looked up on Ped2's test labels" })
        {
            Assert.Contains(part, Unwrapped(result.Out), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Evaluate_TrackFile_GivesRegionFigures()
    {
        _workspace.WriteFrames("set/gate", 24);
        _workspace.Write("set/labels.csv", "video,first,last\ngate,5,9\n");
        _workspace.Write("tracks.csv", "video,frame,track,x,y,width,height\ngate,5,a,10,14,10,20\ngate,6,a,11,14,10,20\n");

        CliResult result = Cli.Run("evaluate", "-m", model.Path, "-d", _workspace["set"], "--tracks", _workspace["tracks.csv"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode regions = JsonNode.Parse(result.Out)!["regions"]![0]!;
        Assert.Equal((2, 1), ((int?)regions["regions"], (int?)regions["tracks"]));
        Assert.InRange((double)regions["rbdc"]!, 0, 1);
        Assert.Contains("tracks.csv", (string?)regions["truth"], StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_FolderOfImagesWithLabels_CountsThem()
    {
        _workspace.WriteFrames("set/gate", 24);
        _workspace.Write("set/labels.csv", "video,first,last\ngate,5,9\n");

        CliResult result = Cli.Run("evaluate", "-m", model.Path, "-d", _workspace["set"], "--kind", "videofolder", "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Equal(5, (int?)JsonNode.Parse(result.Out)!["dataset"]!["anomalous"]);
    }

    private static string Unwrapped(string text) =>
        string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
