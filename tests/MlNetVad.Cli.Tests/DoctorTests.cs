using System.Text.Json.Nodes;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Native;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Tests;

public sealed class DoctorTests : IDisposable
{
    private static readonly string[] Names =
        [".NET", "ffmpeg", "ffprobe", "libtorch", "CUDA", "ONNX Runtime", "threads", "memory", "temporary folder", "current folder", "model folder"];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Doctor_HealthyMachine_HasARowForEverything()
    {
        CliResult result = Cli.Run("doctor");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.All(Names, name => Assert.Matches($@"(?m)^  {System.Text.RegularExpressions.Regex.Escape(name)} +(OK|warning|missing) ", result.Out));
        Assert.Contains("  Ready", result.Out, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Doctor_Json_SaysTheSameForScripts()
    {
        JsonNode answer = JsonNode.Parse(Cli.Run("doctor", "--json").Out)!;

        Assert.True((bool)answer["ready"]!);
        Assert.Equal(Names, answer["findings"]!.AsArray().Select(finding => (string)finding!["name"]!));
        Assert.Contains("ffmpeg", (string?)Row(answer, "ffmpeg")["found"], StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", (string?)Row(answer, "ONNX Runtime")["found"], StringComparison.Ordinal);
        Assert.Contains(TorchLibrary.Outcome, (string?)Row(answer, "libtorch")["found"], StringComparison.Ordinal);
        Assert.Contains("computes", (string?)Row(answer, "libtorch")["found"], StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_NoFfmpegOnThePath_SaysHowToInstallItAndFails()
    {
        ProgramResult result = Run(("PATH", _workspace.Folder));

        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        JsonNode answer = JsonNode.Parse(result.Out)!;
        Assert.False((bool)answer["ready"]!);
        Assert.All(["ffmpeg", "ffprobe"], name =>
        {
            Assert.Equal("Missing", (string?)Row(answer, name)["state"]);
            Assert.Contains("apt-get install ffmpeg", (string?)Row(answer, name)["advice"], StringComparison.Ordinal);
        });
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Doctor_TemporaryFolderThatCannotBeWritten_NamesItAndFails()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "TMPDIR is not of Windows");
        string folder = _workspace.Write("no-folder", "a file");

        ProgramResult result = Run(("TMPDIR", folder));

        Assert.True(result.ExitCode == ExitCode.Failure, result.ToString());
        JsonNode row = Row(JsonNode.Parse(result.Out)!, "temporary folder");
        Assert.Equal("Missing", (string?)row["state"]);
        Assert.Contains(folder, (string?)row["found"], StringComparison.Ordinal);
        Assert.Contains("TMPDIR", (string?)row["advice"], StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_ModelFolderThatIsNotThere_NamesItAndGoesOn()
    {
        ProgramResult result = Run(("MLNETVAD_MODELS", _workspace["nowhere"]));

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode row = Row(JsonNode.Parse(result.Out)!, "model folder");
        Assert.Equal("Missing", (string?)row["state"]);
        Assert.Contains(_workspace["nowhere"], (string?)row["found"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Missing", false)]
    [InlineData(true, "Warning", true)]
    [InlineData(false, "Missing", true)]
    public void IsWell_OneFinding_DependsOnNeedAndState(bool needed, string state, bool expected) =>
        Assert.Equal(expected, Finding.IsWell([new Finding("thing", Enum.Parse<FindingState>(state), "", "", needed)]));

    private static JsonNode Row(JsonNode answer, string name) => answer["findings"]!.AsArray().Single(finding => (string?)finding!["name"] == name)!;

    private static ProgramResult Run(params (string Name, string? Value)[] environment) =>
        Programs.Run("dotnet", [typeof(CommandLineApp).Assembly.Location, "doctor", "--json"], null, environment);
}
