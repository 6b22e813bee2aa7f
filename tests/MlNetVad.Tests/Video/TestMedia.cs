using System.Diagnostics;
using System.Text;
using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Tests.Video;

/// <summary>Makes small videos and images.</summary>
internal static class TestMedia
{
    public const int Width = 32, Height = 24;

    /// <summary>Skips the test, visibly, where ffmpeg is not installed.</summary>
    public static void RequireFfmpeg()
    {
        string? missing = null;
        try
        {
            FfmpegTool.Locate("ffmpeg");
            FfmpegTool.Locate("ffprobe");
        }
        catch (VadException e)
        {
            missing = e.Message;
        }

        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    public static void Ffmpeg(params string[] arguments)
    {
        RequireFfmpeg();
        using Process process = FfmpegTool.Start("ffmpeg", ["-y", "-loglevel", "error", "-nostdin", .. arguments]);
        process.StandardInput.Close();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    /// <summary>A video of moving test bars.</summary>
    public static string Video(string path, int frames = 12, int width = Width, int height = Height, params string[] codec)
    {
        string duration = (frames / 25.0).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        Ffmpeg(["-f", "lavfi", "-i", $"testsrc=s={width}x{height}:r=25:d={duration}", "-frames:v", $"{frames}", .. codec, path]);
        return path;
    }

    /// <summary>A folder of grey images; every pixel of image i has the value 10·i.</summary>
    public static string Images(TempFolder folder, string relative, int count, int width = Width, int height = Height)
    {
        for (int i = 0; i < count; i++)
        {
            Pgm(folder.At($"{relative}/{i:000}.pgm"), width, height, (_, _) => (byte)(10 * i));
        }

        return System.IO.Path.Combine(folder.Path, relative);
    }

    public static void Pgm(string path, int width, int height, Func<int, int, byte> pixel)
    {
        using FileStream file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                file.WriteByte(pixel(x, y));
            }
        }
    }

    /// <summary>An 8-bit grey bitmap with a white rectangle of 4 × 3 pixels at (2, 1), or all black.</summary>
    public static void Bmp(string path, int width, int height, bool marked)
    {
        int stride = (width + 3) / 4 * 4, start = 54 + (256 * 4);
        using var file = new BinaryWriter(File.Create(path));
        file.Write("BM"u8);
        file.Write(start + (stride * height));
        file.Write(0);
        file.Write(start);
        file.Write(40);
        file.Write(width);
        file.Write(height);
        file.Write((short)1);
        file.Write((short)8);
        file.Write(new byte[24]);
        for (int i = 0; i < 256; i++)
        {
            file.Write(new[] { (byte)i, (byte)i, (byte)i, (byte)0 });
        }

        for (int y = height - 1; y >= 0; y--)
        {
            for (int x = 0; x < stride; x++)
            {
                file.Write((byte)(marked && x is >= 2 and < 6 && y is >= 1 and < 4 ? 255 : 0));
            }
        }
    }

    public static List<byte[]> ReadAll(FrameReader reader)
    {
        using (reader)
        {
            var frames = new List<byte[]>();
            var frame = new byte[reader.Format.FrameBytes];
            while (reader.Read(frame))
            {
                frames.Add((byte[])frame.Clone());
            }

            return frames;
        }
    }

    /// <summary>The message of the error that an action ends in; it must be one sentence without a stack trace.</summary>
    public static string Error(Action action)
    {
        string message = Assert.Throws<VadException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
