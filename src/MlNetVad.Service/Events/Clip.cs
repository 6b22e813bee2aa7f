using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetVad.Evaluation;

namespace MlNetVad.Service.Events;

/// <summary>
/// The frames of an event while it goes on: JPEG files one after the other in a file that survives the process, and a point of the curve for each.
/// Only so many are kept; the event itself may last longer.
/// </summary>
internal sealed class Clip
{
    /// <summary>Seconds of a clip at most.</summary>
    public const double MostSeconds = 60;

    /// <summary>Bytes of its frames at most.</summary>
    public const long MostBytes = 64L << 20;

    private readonly string _spool;
    private readonly JsonArray _curve;
    private readonly double _offset;
    private double _first = double.NaN;

    /// <summary>Begins a clip, or goes on with one.</summary>
    /// <param name="spool">The file of its frames.</param>
    /// <param name="curve">The points so far.</param>
    public Clip(string spool, string curve = "[]")
    {
        _spool = spool;
        _curve = JsonNode.Parse(curve)!.AsArray();
        _offset = _curve.Count > 0 ? (double)_curve[^1]![0]! + 0.1 : 0;
    }

    /// <summary>The points: [seconds, score] or [seconds, score, x, y, width, height], as JSON.</summary>
    public string Curve => _curve.ToJsonString();

    /// <summary>Adds a frame; a full disk costs the clip its frames and nothing else.</summary>
    /// <returns>Why it was not kept; null where it was, or the clip is full.</returns>
    public string? Add(byte[] jpeg, double seconds, float score, ScoredBox? place)
    {
        _first = double.IsNaN(_first) ? seconds : _first;
        double at = seconds - _first + _offset;
        if (at > MostSeconds)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_spool)!);
            using FileStream file = new(_spool, FileMode.Append, FileAccess.Write);
            if (file.Length + jpeg.Length > MostBytes)
            {
                return null;
            }

            file.Write(jpeg);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }

        double[] point = [at, score, .. place is { } box ? (double[])[box.X, box.Y, box.Width, box.Height] : []];
        _curve.Add(new JsonArray([.. point.Select(value => (JsonNode)JsonValue.Create(Math.Round(value, 3)))]));
        return null;
    }

    /// <summary>Frames a second of a clip with these points.</summary>
    public static double Rate(string curve)
    {
        using var points = JsonDocument.Parse(curve);
        int frames = points.RootElement.GetArrayLength();
        double seconds = frames < 2 ? 0 : points.RootElement[frames - 1][0].GetDouble();
        return seconds > 0 ? Math.Clamp((frames - 1) / seconds, 1, 60) : 10;
    }

    /// <summary>Encodes frames as a video that browsers play; it appears whole or not at all.</summary>
    /// <exception cref="VadException">ffmpeg is missing or gave up.</exception>
    public static async Task Encode(string spool, string clip, double framesPerSecond, CancellationToken stop)
    {
        string partial = clip + ".part.mp4";
        // takes half the time of x264's defaults and is nearer to the frames, for half as many bytes again: a clip is replayed and teaches models, and coarser pictures raised scores by themselves
        using Process ffmpeg = Video.Frames.FfmpegTool.Start("ffmpeg",
        [
            "-hide_banner", "-loglevel", Video.Frames.ErrorTail.Level, "-nostdin", "-f", "mjpeg", "-framerate", framesPerSecond.ToString("0.###", CultureInfo.InvariantCulture),
            "-i", "file:" + spool, "-threads", "1", "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-preset", "veryfast", "-crf", "18", "-movflags", "+faststart", "-y", "file:" + partial,
        ]);
        Video.Frames.FfmpegTool.GoBehind(ffmpeg);   // a clip can wait, a camera's frames cannot
        await using CancellationTokenRegistration end = stop.Register(() => Video.Frames.FfmpegTool.Kill(ffmpeg));
        Task<string> said = ffmpeg.StandardError.ReadToEndAsync(CancellationToken.None);
        await ffmpeg.WaitForExitAsync(CancellationToken.None);
        stop.ThrowIfCancellationRequested();
        if (ffmpeg.ExitCode != 0)
        {
            File.Delete(partial);
            throw new VadException($"ffmpeg could not write '{clip}': {Video.Frames.ErrorTail.FirstOf(await said)}");
        }

        File.Move(partial, clip, overwrite: true);
    }
}
