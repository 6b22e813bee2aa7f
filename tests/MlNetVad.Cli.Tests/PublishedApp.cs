using MlNetVad.Cli.Tests;
using MlNetVad.TestSupport;

[assembly: AssemblyFixture(typeof(PublishedApp))]

namespace MlNetVad.Cli.Tests;

/// <summary>The command as <c>dotnet publish</c> leaves it, made once, when a test asks for it, of what is built already.</summary>
public sealed class PublishedApp : IDisposable
{
    private readonly Workspace _workspace = new();
    private readonly Lazy<string> _folder;

    public PublishedApp() => _folder = new Lazy<string>(Publish);

    /// <summary>The published folder; the running test is skipped, visibly, on other systems than Linux.</summary>
    public string Folder
    {
        get
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "runs the launcher of Linux");
            return _folder.Value;
        }
    }

    /// <summary>Runs the launcher of a published folder.</summary>
    internal static ProgramResult Run(string folder, params string[] arguments) => Programs.Run(Path.Combine(folder, CommandLineApp.Name), arguments);

    public void Dispose() => _workspace.Dispose();

    private string Publish()
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        ProgramResult result = Programs.Dotnet(TestData.Repository, "publish", "src/MlNetVad.Cli", "-c", configuration, "--no-build", "-o", _workspace.Folder, "-nologo", "-v", "quiet");
        Assert.True(result.ExitCode == 0, result.ToString());
        return _workspace.Folder;
    }
}
