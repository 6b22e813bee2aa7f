using System.Diagnostics;
using MlNetVad.Video.Examination;
using MlNetVad.Video.Frames;

namespace MlNetVad.Cli.Examination;

/// <summary>A program that reads video, found as the library finds it.</summary>
internal static class ToolCheck
{
    /// <summary>Looks for it and asks for its version.</summary>
    /// <param name="name">ffmpeg or ffprobe.</param>
    /// <param name="purpose">What it is good for.</param>
    public static Finding Of(string name, string purpose)
    {
        try
        {
            string path = FfmpegTool.Locate(name);
            return Version(name) is { } version
                ? new Finding(name, FindingState.Ok, $"{version}, {path}", purpose, Needed: true)
                : new Finding(name, FindingState.Missing, $"{path} does not tell its version", "It is damaged, or another program of that name: install ffmpeg anew, or put its folder first in PATH.", Needed: true);
        }
        catch (VadException missing)
        {
            return new Finding(name, FindingState.Missing, "not found, or it does not start", missing.Message, Needed: true);
        }
    }

    // "ffmpeg version 5.1.6-0+deb12u1 Copyright …"
    private static string? Version(string name)
    {
        using Process process = FfmpegTool.Start(name, ["-version"]);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string[] words = process.StandardOutput.ReadToEnd().Split([' ', '\n'], 4);
        process.WaitForExit();
        return words is [_, "version", var version, ..] ? version : null;
    }
}
