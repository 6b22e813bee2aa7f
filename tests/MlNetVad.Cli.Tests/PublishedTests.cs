using System.Text.Json.Nodes;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>What works in the build works in a published folder that was carried elsewhere.</summary>
public sealed class PublishedTests(PublishedApp app) : IDisposable
{
    private const string Short = "\"Epochs\": 1";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Publish_Folder_HoldsFilesAndNoLinks()
    {
        string[] files = Directory.GetFiles(app.Folder, "*", SearchOption.AllDirectories);

        Assert.Contains(files, file => Path.GetFileName(file) == "libtorch_cpu.so");
        Assert.All(files, file => Assert.Null(new FileInfo(file).LinkTarget));
    }

    [Fact]
    public void Doctor_Published_SaysThatLibtorchAndOnnxRuntimeWork()
    {
        ProgramResult result = PublishedApp.Run(app.Folder, "doctor", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("computes", (string?)Row(result, "libtorch")["found"], StringComparison.Ordinal);
        Assert.Equal("Ok", (string?)Row(result, "ONNX Runtime")["state"]);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void TrainAndScore_Published_GiveWhatTheBuildGives()
    {
        string config = NetworkConfig.Write(_workspace, Short);
        ProgramResult trained = PublishedApp.Run(app.Folder, "train", config, "-o", _workspace["there.zip"], "--no-evaluate", "--no-history", "-q");
        Assert.True(trained.ExitCode == 0, trained.ToString());
        ProgramResult scored = PublishedApp.Run(app.Folder, "score", "-m", _workspace["there.zip"], "-i", NetworkConfig.Scene, "-o", _workspace["there.csv"], "-q");
        Assert.True(scored.ExitCode == 0, scored.ToString());
        Assert.Equal("", scored.Error);

        CliResult here = Cli.Run("score", "-m", _workspace["there.zip"], "-i", NetworkConfig.Scene, "-o", _workspace["here.csv"], "-q");

        Assert.True(here.ExitCode == 0, here.ToString());
        Assert.Equal(File.ReadAllText(_workspace["here.csv"]), File.ReadAllText(_workspace["there.csv"]));
    }

    [Fact]
    public void Doctor_PublishedWithoutLibtorch_NamesThePackageAndIsReady()
    {
        string[] wanted = [.. Directory.GetFiles(app.Folder), .. Directory.GetFiles(Path.Combine(app.Folder, "runtimes", "linux-x64", "native"))];
        foreach (string file in wanted.Where(file => !Path.GetFileName(file).StartsWith("libtorch", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(_workspace["copy"], Path.GetRelativePath(app.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        ProgramResult doctor = PublishedApp.Run(_workspace["copy"], "doctor", "--json");
        ProgramResult trained = PublishedApp.Run(_workspace["copy"], "train", NetworkConfig.Write(_workspace, Short), "-o", _workspace["no.zip"], "--no-evaluate", "--no-history", "-q");

        Assert.True(doctor.ExitCode == 0, doctor.ToString());
        Assert.Equal("Missing", (string?)Row(doctor, "libtorch")["state"]);
        Assert.Contains("libtorch-cpu-linux-x64", (string?)Row(doctor, "libtorch")["advice"], StringComparison.Ordinal);
        Assert.True(trained.ExitCode == ExitCode.Failure, trained.ToString());
        Assert.Contains("add the package libtorch-cpu-linux-x64", Assert.Single(trained.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static JsonNode Row(ProgramResult doctor, string name) =>
        JsonNode.Parse(doctor.Out)!["findings"]!.AsArray().Single(finding => (string?)finding!["name"] == name)!;
}
