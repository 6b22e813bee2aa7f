using System.ComponentModel;
using System.Diagnostics;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Transforms.Vision;

/// <summary>Grey frames of UCSD Ped2, decoded by one ffmpeg process that is fed the images.</summary>
internal static class Ped2Frames
{
    public const int Height = 240;
    public const int Width = 360;

    /// <summary>Consecutive test frames.</summary>
    public static byte[][] Testing(string video, int first, int count)
    {
        string folder = Path.Combine(TestData.Require("ped2"), "testing", "frames", video);
        return Decode(Enumerable.Range(first, count).Select(i => Path.Combine(folder, $"{i:D3}.jpg")));
    }

    /// <summary>Every n-th frame of every training video.</summary>
    public static byte[][] Training(int every)
    {
        string folder = Path.Combine(TestData.Require("ped2"), "training", "frames");
        return Decode(Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .SelectMany(video => Directory.GetFiles(video, "*.jpg").Order(StringComparer.Ordinal).Where((_, i) => i % every == 0)));
    }

    private static byte[][] Decode(IEnumerable<string> files)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in "-v error -f image2pipe -c:v mjpeg -i - -f rawvideo -pix_fmt gray -".Split(' '))
        {
            start.ArgumentList.Add(argument);
        }

        using Process? ffmpeg = Start(start);
        Assert.SkipWhen(ffmpeg is null, "ffmpeg is not installed");
        Task feeding = Task.Run(() =>
        {
            foreach (string file in files)
            {
                ffmpeg.StandardInput.BaseStream.Write(File.ReadAllBytes(file));
            }

            ffmpeg.StandardInput.Close();
        });
        using var raw = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(raw);
        feeding.GetAwaiter().GetResult();
        return [.. raw.ToArray().Chunk(Height * Width)];
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
