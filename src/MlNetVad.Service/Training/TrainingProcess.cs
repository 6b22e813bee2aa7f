using System.ComponentModel;
using System.Diagnostics;

namespace MlNetVad.Service.Training;

/// <summary>Trains in a process of its own, which gives way to everything else: cameras go on, and its memory is given back with its end.</summary>
internal static class TrainingProcess
{
    private const int NotFound = 127;

    /// <summary>Trains the default pipeline.</summary>
    /// <param name="command">The words that start <c>mlnetvad</c>.</param>
    /// <param name="videos">The folder of normal video.</param>
    /// <param name="model">The zip to write.</param>
    /// <param name="heard">Told what the process says of its progress, a line at a time.</param>
    /// <param name="stop">Ends the process.</param>
    /// <exception cref="VadException">It cannot be started, or it failed: its own sentence.</exception>
    public static async Task Run(IReadOnlyList<string> command, string videos, string model, Action<string> heard, CancellationToken stop)
    {
        string[] words = [.. OperatingSystem.IsWindows() ? Array.Empty<string>() : ["nice", "-n", "10"], .. command, "train", "--data", videos, "--output", model, "--no-evaluate"];
        using Process process = Start(words, command[0]);
        await using CancellationTokenRegistration end = stop.Register(() => Kill(process));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string last = "";
        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.Trim().Length > 0)
            {
                last = line.Trim();
                heard(last);
            }
        }

        await output;
        await process.WaitForExitAsync(CancellationToken.None);
        stop.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new VadException(process.ExitCode == NotFound ? Missing(command[0]) : last.Length > 0 ? last : $"The training ended with code {process.ExitCode} and said nothing; the machine may have too little memory.");
        }
    }

    private static Process Start(string[] words, string program)
    {
        try
        {
            var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            Process process = Process.Start(start)!;
            if (OperatingSystem.IsWindows())
            {
                process.PriorityClass = ProcessPriorityClass.BelowNormal;
            }

            return process;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw new VadException(Missing(program), e);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it has ended by itself
        }
    }

    private static string Missing(string program) => $"'{program}' cannot be started, and it is what trains; install the tool MlNetVad.Cli, or let TrainCommand name its mlnetvad.";
}
