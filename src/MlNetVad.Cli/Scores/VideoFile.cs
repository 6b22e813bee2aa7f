using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Video.Frames;

namespace MlNetVad.Cli.Scores;

/// <summary>A video file of pictures, encoded by ffmpeg; it appears whole or not at all.</summary>
internal sealed class VideoFile : IDisposable
{
    /// <summary>The endings that say which container is meant.</summary>
    public static readonly string[] Endings = [".mp4", ".mkv", ".mov", ".webm", ".avi"];

    private readonly string _path, _encoded;
    private readonly double _framesPerSecond;
    private Process? _ffmpeg;
    private Task<string>? _complaints;

    /// <summary>Prepares a file.</summary>
    /// <param name="path">Where it shall appear; ends with one of <see cref="Endings"/>.</param>
    /// <param name="framesPerSecond">Pictures a second.</param>
    public VideoFile(string path, double framesPerSecond)
    {
        (_path, _framesPerSecond) = (path, framesPerSecond);
        _encoded = Path.Combine(Path.GetTempPath(), $"mlnetvad-{Guid.NewGuid():N}{Path.GetExtension(path)}");
    }

    /// <summary>Adds a picture; all have one size.</summary>
    /// <exception cref="VadException">ffmpeg is missing or gave up.</exception>
    public void Add(MLImage picture)
    {
        _ffmpeg ??= Start(picture);
        try
        {
            _ffmpeg.StandardInput.BaseStream.Write(picture.Pixels);
        }
        catch (IOException)
        {
            throw GaveUp();
        }
    }

    /// <summary>Ends the file and puts it in its place.</summary>
    /// <exception cref="VadException">No picture was added, ffmpeg gave up, or the path cannot be written.</exception>
    public void Commit()
    {
        if (_ffmpeg is null)
        {
            throw new VadException($"There is no frame to draw, so '{_path}' is not written; the video may be shorter than a clip, or than the time that was asked for.");
        }

        try
        {
            _ffmpeg.StandardInput.Close();
        }
        catch (IOException)
        {
            throw GaveUp();
        }

        _ffmpeg.WaitForExit();
        if (_ffmpeg.ExitCode != 0)
        {
            throw GaveUp();
        }

        AtomicFile.Write(_path, stream =>
        {
            using FileStream encoded = File.OpenRead(_encoded);
            encoded.CopyTo(stream);
        });
    }

    /// <summary>Stops ffmpeg where it still runs, and leaves nothing behind.</summary>
    public void Dispose()
    {
        if (_ffmpeg is not null)
        {
            FfmpegTool.Kill(_ffmpeg);
            _ffmpeg.WaitForExit();
            _ffmpeg.Dispose();
        }

        File.Delete(_encoded);
    }

    // players want an even size in yuv420p
    private Process Start(MLImage first)
    {
        Process ffmpeg = FfmpegTool.Start("ffmpeg",
        [
            "-hide_banner", "-loglevel", ErrorTail.Level, "-nostats", "-f", "rawvideo",
            "-pixel_format", first.PixelFormat == MLPixelFormat.Bgra32 ? "bgra" : "rgba",
            "-video_size", $"{first.Width}x{first.Height}", "-framerate", _framesPerSecond.ToString(CultureInfo.InvariantCulture), "-i", "-",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-y", _encoded,
        ]);
        _complaints = ffmpeg.StandardError.ReadToEndAsync();
        return ffmpeg;
    }

    private VadException GaveUp()
    {
        string said = _complaints!.Wait(TimeSpan.FromSeconds(5)) ? ErrorTail.FirstOf(_complaints.Result).TrimEnd('.') : "";
        return new VadException($"ffmpeg could not write '{_path}'{(said.Length > 0 ? $": {said}" : "")}; try another ending ({string.Join(", ", Endings)}).");
    }
}
