using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class ModelsTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Models_MissingFile_SaysWhereItWasLookedForAndHowToGetIt()
    {
        CliResult result = Cli.Run("models", Config());

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Contains("Detector.ModelPath", result.Out, StringComparison.Ordinal);
        Assert.Contains("missing", result.Out, StringComparison.Ordinal);
        Assert.Contains("how to get what is missing", result.Out, StringComparison.Ordinal);
        Assert.Contains("YOLOX", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_FileThatIsThere_HasItsHash()
    {
        string config = Config();
        _work.Write("yolo.onnx", "abc");

        JsonNode file = JsonNode.Parse(Cli.Run("models", config, "--json").Out)![0]!["files"]![0]!;

        Assert.Equal("Detector.ModelPath", (string?)file["option"]);
        Assert.Equal(_work["yolo.onnx"], (string?)file["found"]);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", (string?)file["sha256"]);
        Assert.Equal(3, (int?)file["bytes"]);
    }

    [Fact]
    public void Models_ConfigWithoutNetworks_NeedsNothing()
    {
        CliResult result = Cli.Run("models", _work.WriteConfig("synthetic:scene"));

        Assert.Contains("need no file", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_MissingNetwork_OneSentence()
    {
        CliResult result = Cli.Run("train", Config(), "-o", _work["model.zip"], "--no-history");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains($"The detector '{_work["yolo.onnx"]}' is not there", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.False(File.Exists(_work["model.zip"]));
    }

    private string Config()
    {
        string path = _work.WriteConfig("synthetic:scene?videos=1&frames=20");
        string text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"NumberOfModes\": 4", "\"NumberOfModes\": 4, \"Detector\": { \"Type\": \"ObjectDetection\", \"Version\": 1, \"ModelPath\": \"yolo.onnx\" }", StringComparison.Ordinal));
        return path;
    }
}
