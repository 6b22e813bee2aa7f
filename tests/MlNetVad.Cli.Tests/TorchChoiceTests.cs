using System.Text.Json.Nodes;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>What <c>-p:Torch=…</c> makes of the command's references; nothing is restored.</summary>
public sealed class TorchChoiceTests
{
    private const string Project = "src/MlNetVad.Cli/MlNetVad.Cli.csproj";

    [Theory]
    [InlineData("cpu", "libtorch-cpu-")]
    [InlineData("cuda-linux", "TorchSharp-cuda-linux")]
    [InlineData("cuda-windows", "TorchSharp-cuda-windows")]
    public void Torch_Choice_BringsTorchSharpAndOneNativePackage(string choice, string native)
    {
        ProgramResult result = Programs.Dotnet(TestData.Repository, "msbuild", Project, "-nologo", "-getItem:PackageReference", $"-p:Torch={choice}");

        Assert.True(result.ExitCode == 0, result.ToString());
        string[] names = [.. JsonNode.Parse(result.Out)!["Items"]!["PackageReference"]!.AsArray().Select(item => (string)item!["Identity"]!)];
        Assert.Contains("TorchSharp", names);
        Assert.StartsWith(native, Assert.Single(names, name => name.StartsWith("libtorch", StringComparison.Ordinal) || name.StartsWith("TorchSharp-", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Torch_UnknownChoice_SaysWhatIsExpected()
    {
        ProgramResult result = Programs.Dotnet(TestData.Repository, "msbuild", Project, "-nologo", "-t:CollectPackageReferences", "-p:Torch=nonsense");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Torch is 'nonsense'; expected 'cpu', 'cuda-windows' or 'cuda-linux'.", result.Out, StringComparison.Ordinal);
    }
}
