using System.Diagnostics;

namespace MlNetVad.Cli.Commands;

/// <summary>Starts this program once more.</summary>
internal static class SelfProcess
{
    /// <summary>Runs and waits; what it says on standard error goes to ours.</summary>
    /// <param name="arguments">The words after <c>mlnetvad</c>.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <returns>Its exit code and what it printed on standard output.</returns>
    public static (int ExitCode, string Output) Run(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        string[] command = Command;
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start) ?? throw new VadException($"'{command[0]}' could not be started again.");
        using CancellationTokenRegistration stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output);
    }

    /// <summary>The words that start this program: the native launcher where it runs us, else the runtime with our assembly.</summary>
    public static string[] Command
    {
        get
        {
            string assembly = typeof(SelfProcess).Assembly.Location;
            string launcher = Environment.ProcessPath ?? "";
            string name = OperatingSystem.IsWindows() ? Path.GetFileNameWithoutExtension(launcher) : Path.GetFileName(launcher);
            return name switch
            {
                CommandLineApp.Name or "MlNetVad.Cli" => [launcher],
                "dotnet" => [launcher, assembly],
                _ => ["dotnet", assembly],
            };
        }
    }
}
