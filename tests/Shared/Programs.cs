using System.Diagnostics;

namespace MlNetVad.TestSupport;

/// <summary>What a program said, and how it ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Out, string Error)
{
    public override string ToString() => $"exit {ExitCode}\n--- out\n{Out}\n--- error\n{Error}";
}

/// <summary>Runs programs as processes of their own.</summary>
internal static class Programs
{
    /// <summary>Starts a program that will be sent signals, which the children of a shell's background job would ignore.</summary>
    public static Process StartInterruptible(params IEnumerable<string> words)
    {
        string[] all = [.. OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,HUP,TERM"] : Array.Empty<string>(), .. words];
        var process = new TestProcess { StartInfo = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false } };
        process.Start();
        return process;
    }

    /// <summary>Sends a signal to a process that may have ended meanwhile, by the shell: the program <c>kill</c> is on no bare Debian.</summary>
    /// <param name="process">The process's number.</param>
    /// <param name="name">INT, STOP and the like.</param>
    public static void Signal(int process, string name) => Run("sh", ["-c", $"kill -s {name} {process}"]);

    /// <summary>Runs one to its end.</summary>
    /// <param name="program">Its name on the PATH of this process, or its path.</param>
    /// <param name="arguments">The words after it.</param>
    /// <param name="folder">Where it runs; null for here.</param>
    /// <param name="environment">What its environment has other than ours; null removes a variable.</param>
    public static ProgramResult Run(string program, IEnumerable<string> arguments, string? folder = null, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramResult(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Runs the .NET command line so that no server of it stays behind.</summary>
    public static ProgramResult Dotnet(string folder, params IEnumerable<string> arguments) => Run(
        "dotnet",
        arguments,
        folder,
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
        ("UseSharedCompilation", "false"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_NOLOGO", "1"));

    // a test that fails before it has ended its program leaves none behind
    private sealed class TestProcess : Process
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing && !HasExited)
            {
                Kill(entireProcessTree: true);
            }

            base.Dispose(disposing);
        }
    }
}
