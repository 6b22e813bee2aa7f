using System.Diagnostics;

namespace MlNetVad.Cli.Tests;

/// <summary>Nobody but the user is told what a program of ours does: ONNX Runtime would tell its maker, and keeps a number for the device in the home folder to do so.</summary>
public sealed class TelemetryTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("score")]
    [InlineData("doctor")]
    public void Command_ThatRunsANetwork_LeavesNoNumberOfTheDevice(string command)
    {
        string home = _workspace["home"];
        Directory.CreateDirectory(home);
        string[] arguments = command == "score" ? ["-m", model.Path, "-i", SmallModel.Scene, "-o", _workspace["out.csv"], "-q"] : [];
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLineApp).Assembly.Location, command, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string name in (string[])["ORT_DISABLE_TELEMETRY", "CI", "GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "TF_BUILD"])
        {
            start.Environment.Remove(name);   // each would be reason enough for it not to
        }

        (start.Environment["HOME"], start.Environment["XDG_CACHE_HOME"]) = (home, _workspace["home/.cache"]);
        using Process process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain(Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories), file => file.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase));
    }
}
