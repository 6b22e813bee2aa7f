using System.Collections;
using System.Text.Json.Nodes;
using MlNetVad.Torch.Weights;
using TorchSharp.PyBridge;
using static TorchSharp.torch;

namespace MlNetVad.Cli.Tests;

public sealed class ImportTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Import_StateDict_WritesItAndShowsEveryTensor()
    {
        CliResult result = Cli.Run("import", Pth(), "-o", _work["net.safetensors"]);

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.Matches(@"first\.weight +64×8 +F32 +2 KiB", result.Out);
        Assert.Matches(@"steps +scalar +I64 +8 B", result.Out);
        Assert.Contains("2, 513 numbers", result.Out, StringComparison.Ordinal);
        using SafeTensorsReader written = SafeTensorsReader.Open(_work["net.safetensors"]);
        using Tensor steps = written.Read("steps");
        Assert.Equal(7, steps.item<long>());
    }

    [Fact]
    public void Import_Json_IsForScripts()
    {
        JsonNode json = JsonNode.Parse(Cli.Run("import", Pth(), "-o", _work["net.safetensors"], "--json").Out)!;

        Assert.Equal(_work["net.safetensors"], (string?)json["file"]);
        Assert.Equal(new FileInfo(_work["net.safetensors"]).Length, (long?)json["bytes"]);
        Assert.Equal(["first.weight", "steps"], json["tensors"]!.AsArray().Select(t => (string?)t!["name"]));
        Assert.Equal("[64,8]", json["tensors"]![0]!["shape"]!.ToJsonString());
        Assert.Equal("F32", (string?)json["tensors"]![0]!["type"]);
        Assert.Equal(2048, (long?)json["tensors"]![0]!["bytes"]);
    }

    [Fact]
    public void Import_DamagedFile_OneSentenceAndNothingWritten()
    {
        string path = Pth();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^40]);

        CliResult result = Cli.Run("import", path, "-o", _work["net.safetensors"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        string complaint = Assert.Single(result.Complaints);
        Assert.Contains($"'{path}' is damaged", complaint, StringComparison.Ordinal);
        Assert.EndsWith("fetch or export it again.", complaint, StringComparison.Ordinal);
        Assert.Empty(result.Out);
        Assert.Equal(["net.pth"], _work.Contents);
    }

    [Fact]
    public void Import_MissingFile_NamesIt()
    {
        CliResult result = Cli.Run("import", _work["none.pth"], "-o", _work["net.safetensors"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains(_work["none.pth"], Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    private string Pth()
    {
        using var scope = NewDisposeScope();
        PyTorchPickler.PickleStateDict(_work["net.pth"], new Hashtable { ["first.weight"] = rand(64, 8), ["steps"] = tensor(7L) });
        return _work["net.pth"];
    }
}
