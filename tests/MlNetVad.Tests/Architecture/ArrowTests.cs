namespace MlNetVad.Tests.Architecture;

/// <summary>Arrows between projects point one way, and only programs choose a native libtorch.</summary>
public sealed class ArrowTests
{
    // a project may build on those of lower rank alone
    private static readonly Dictionary<string, int> Ranks = new(StringComparer.Ordinal)
    {
        ["MlNetVad"] = 0,
        ["MlNetVad.Torch"] = 1,
        ["MlNetVad.Onnx"] = 1,
        ["MlNetVad.Pretrained"] = 2,
        ["MlNetVad.Pipelines"] = 3,
        ["MlNetVad.Orleans"] = 4,
        ["MlNetVad.Service"] = 5,
        ["MlNetVad.Cli"] = 6,
    };

    private static readonly ProjectFile[] Projects = ProjectFile.All();

    [Fact]
    public void Projects_EveryOne_HasARank() => Assert.All(Projects, project => Assert.Contains(project.Name, Ranks.Keys));

    [Fact]
    public void Projects_References_PointDownwards() => Assert.All(
        Projects,
        project => Assert.All(project.Projects, other => Assert.True(Ranks[other] < Ranks[project.Name], $"{project.Name} builds on {other}")));

    [Fact]
    public void Core_References_KnowNeitherTorchSharpNorOnnxRuntime()
    {
        ProjectFile core = Projects.Single(project => project.Name == "MlNetVad");

        Assert.Empty(core.Projects);
        Assert.All(["UseTorch", "RunsTorch", "UseOnnx", "UseTokenizers"], property => Assert.False(core.Says(property), property));
        Assert.DoesNotContain(core.Packages, IsNetworkLibrary);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(core.Folder, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)),
            file => File.ReadLines(file).Any(line => line.StartsWith("using ", StringComparison.Ordinal) && IsNetworkLibrary(line.Split(' ')[^1])));
    }

    [Fact]
    public void Libraries_References_BringNoLibtorch()
    {
        ProjectFile[] libraries = [.. Projects.Where(project => !project.IsProgram)];

        Assert.Contains(libraries, project => project.Name == "MlNetVad.Torch");
        Assert.All(libraries, project =>
        {
            Assert.False(project.Says("RunsTorch"), $"{project.Name} says RunsTorch: the program that uses it chooses libtorch");
            Assert.DoesNotContain(project.Packages, package => package.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase) || package.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public void Programs_ThatUseTorch_BringLibtorch() => Assert.All(
        Projects.Where(project => project.IsProgram && project.Says("UseTorch")),
        project => Assert.True(project.Says("RunsTorch"), $"{project.Name} uses TorchSharp and brings no libtorch"));

    private static bool IsNetworkLibrary(string name) => name.StartsWith("TorchSharp", StringComparison.Ordinal)
        || name.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Microsoft.ML.Onnx", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.ML.Tokenizers", StringComparison.Ordinal);
}
