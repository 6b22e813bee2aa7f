using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>The packages of what is built already, packed once.</summary>
public sealed class PackedFeed : IDisposable
{
    /// <summary>A version that nobody has installed.</summary>
    public const string Version = "0.0.1-test";

    /// <summary>The libraries: their project's folder and their package.</summary>
    public static readonly IReadOnlyList<(string Project, string Package)> Libraries =
    [
        ("src/MlNetVad", "MlNetVad"),
        ("src/MlNetVad.Torch", "MlNetVad.Torch"),
        ("src/MlNetVad.Onnx", "MlNetVad.Onnx"),
        ("src/MlNetVad.Pretrained", "MlNetVad.Pretrained"),
        ("pipelines", "MlNetVad.Pipelines"),
        ("src/MlNetVad.Orleans", "MlNetVad.Orleans"),
        ("src/MlNetVad.Service", "MlNetVad.Service"),
    ];

    private readonly Workspace _workspace = new();

    public PackedFeed()
    {
        foreach ((string project, _) in Libraries)
        {
            Pack(project);
        }
    }

    /// <summary>The folder with the packed files.</summary>
    public string Folder => _workspace["feed"];

    /// <summary>The packed file of a package.</summary>
    public string this[string package, string kind = "nupkg"] => Path.Combine(Folder, $"{package}.{Version}.{kind}");

    /// <summary>Packs one more project.</summary>
    public void Pack(string project)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        ProgramResult result = Programs.Dotnet(TestData.Repository, "pack", project, "-c", configuration, "--no-build", "-o", Folder, $"-p:PackageVersion={Version}", "-nologo", "-v", "quiet");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

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
