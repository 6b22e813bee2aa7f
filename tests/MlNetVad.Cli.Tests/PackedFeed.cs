using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>The packages of what is built already, packed once.</summary>
public sealed class PackedFeed : IDisposable
{
    /// <summary>A version that nobody has installed.</summary>
    public const string Version = "0.0.1-test";

    /// <summary>The packages of libraries.</summary>
    public static readonly IReadOnlyList<string> Libraries =
        ["MlNetVad", "MlNetVad.Torch", "MlNetVad.Onnx", "MlNetVad.Pretrained", "MlNetVad.Pipelines", "MlNetVad.Orleans", "MlNetVad.Service"];

    private readonly Workspace _workspace = new();

    public PackedFeed()
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        ProgramResult result = Programs.Dotnet(TestData.Repository, "pack", "MlNetVad.sln", "-c", configuration, "--no-build", "-o", Folder, $"-p:PackageVersion={Version}", "-nologo", "-v", "quiet");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>The folder with the packed files.</summary>
    public string Folder => _workspace["feed"];

    /// <summary>The packed file of a package.</summary>
    public string this[string package, string kind = "nupkg"] => Path.Combine(Folder, $"{package}.{Version}.{kind}");

    /// <summary>A nuget.config of a program whose packages are ours, packed, and those that this machine has restored for the repository.</summary>
    public string NuGetConfig()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{cache}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{_workspace["restored"]}" /></config>
            </configuration>
            """;
    }

    public void Dispose() => _workspace.Dispose();
}
