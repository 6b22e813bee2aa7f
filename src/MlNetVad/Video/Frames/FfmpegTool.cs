using System.ComponentModel;
using System.Diagnostics;

namespace MlNetVad.Video.Frames;

/// <summary>Starts <c>ffmpeg</c> and <c>ffprobe</c>, found on the path.</summary>
internal static class FfmpegTool
{
    private static readonly Lazy<Version> Installed = new(FindVersion);

    /// <summary>The option that keeps every decoded frame exactly once: it was renamed in ffmpeg 5.1.</summary>
    public static string FrameModeOption => Installed.Value < new Version(5, 1) ? "-vsync" : "-fps_mode";

    /// <summary>The option for the time after which a silent camera is given up: before ffmpeg 5.0 "timeout" meant to listen.</summary>
    public static string RtspTimeoutOption => Installed.Value < new Version(5, 0) ? "-stimeout" : "-timeout";

    /// <summary>The full path of a tool, or the sentence that says how to get it.</summary>
    /// <param name="name"><c>ffmpeg</c> or <c>ffprobe</c>.</param>
    /// <param name="searchPath">Folders as in PATH; null takes the environment's.</param>
    public static string Locate(string name, string? searchPath = null)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        foreach (string folder in (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string full = Path.Combine(folder.Trim('"'), file);
            if (File.Exists(full))
            {
                return full;
            }
        }

        throw new VadException($"{name} was not found; install it (Debian and Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg) or add its folder to PATH.");
    }

    /// <summary>Starts a tool with piped streams.</summary>
    public static Process Start(string name, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Locate(name))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new VadException($"{start.FileName} could not be started: {e.Message}.", e);
        }
    }

    /// <summary>Lets everything else go before a tool: it takes what is left of the processors.</summary>
    public static void GoBehind(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // it has ended by itself, or the system does not allow it
        }
    }

    /// <summary>Kills a tool that may already have ended.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // it has ended by itself
        }
        catch (Win32Exception)
        {
            // it is ending right now
        }
    }

    private static Version FindVersion()
    {
        using Process process = Start("ffmpeg", ["-version"]);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string[] words = process.StandardOutput.ReadToEnd().Split(' ', 4);
        process.WaitForExit();
        string number = words.Length > 2 ? words[2].TrimStart('n') : "";
        int end = 0;
        while (end < number.Length && (char.IsAsciiDigit(number[end]) || number[end] == '.'))
        {
            end++;
        }

        // builds from the source tree have no number: they are newer than any
        return Version.TryParse(number[..end].Trim('.'), out Version? version) ? version : new Version(int.MaxValue, 0);
    }
}
