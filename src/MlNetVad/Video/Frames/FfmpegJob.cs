namespace MlNetVad.Video.Frames;

/// <summary>What one run of ffmpeg reads, and how its end is judged.</summary>
internal sealed class FfmpegJob
{
    /// <summary>Seconds after which a decoder of files hangs: a disk may have to wake up, and a network folder to answer.</summary>
    public const double UsualPatience = 120;

    /// <summary>How the user knows the video.</summary>
    public required MediaAddress Address { get; init; }

    /// <summary>Input options up to and including <c>-i</c> and its argument.</summary>
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary>What ffmpeg reads from its standard input, if anything.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Filters of ffmpeg that come before scaling; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>Size after <see cref="Filter"/> and before scaling, where known.</summary>
    public FrameFormat? Native { get; init; }

    /// <summary>Frames that must come, where each is a file of its own; else null.</summary>
    public int? Promised { get; init; }

    /// <summary>Seconds that the container promises; null where it does not, or where its own reader complains when they do not come.</summary>
    public double? Duration { get; init; }

    /// <summary>The container's mean rate; null where it says none.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Whether the stream has no end: every end then is a break.</summary>
    public bool IsLive { get; init; }

    /// <summary>Bytes of resident memory that ffmpeg may take.</summary>
    public long Memory { get; init; } = DecoderWatch.UsualMemory;

    /// <summary>Whether complaints of the decoder are an error: yes on disk, no on a network, where packets get lost.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether the first picture cannot be decoded because its key frame came before the file: complaints about it are a warning.</summary>
    public bool StartsBetweenKeyFrames { get; init; }

    /// <summary>Which frames from where the input begins; null for all. How an excerpt ends is not judged.</summary>
    public FrameExcerpt? Excerpt { get; init; }

    /// <summary>Seconds to wait for the next frame before ffmpeg is ended.</summary>
    public double Patience { get; init; } = UsualPatience;

    /// <summary>Why a stream ended before its end; null where it is no stream, or whole.</summary>
    /// <param name="exitCode">Of ffmpeg.</param>
    /// <param name="fault">Why ffmpeg was ended; null where it was not.</param>
    /// <param name="errors">All complaints.</param>
    public string? Break(int exitCode, string? fault, ErrorTail errors)
    {
        bool broke = Address.IsUrl && Excerpt is null && (IsLive || fault is not null || exitCode != 0 || errors.IsConnectionLost);
        return !broke ? null : fault ?? (errors.Complaints == 0 ? "it was closed" : $"ffmpeg says \"{errors.Summary(Address)}\"");
    }

    /// <summary>Refuses a frame before which the decoder complained: from there on pictures may be wrong.</summary>
    /// <param name="frame">0-based.</param>
    /// <param name="time">In seconds, NaN where unknown.</param>
    /// <param name="errors">The complaints.</param>
    /// <exception cref="VadException">Damaged.</exception>
    public void RefuseFrom(int frame, double time, ErrorTail errors)
    {
        string at = double.IsNaN(time) ? "" : $" ({TimeSpan.FromSeconds(Math.Max(0, time)):hh\\:mm\\:ss\\.f})";
        throw new VadException(
            $"'{Address.Display}' is damaged from about frame {frame}{at} on: ffmpeg says \"{errors.Summary(Address)}\"; the frames before it are good; get a complete copy, or cut it to its good part with ffmpeg.");
    }

    /// <summary>Judges the end of the stream.</summary>
    /// <param name="decoded">Frames that came.</param>
    /// <param name="span">The times of their first and last, and the longest time between two.</param>
    /// <param name="exitCode">Of ffmpeg.</param>
    /// <param name="tolerated">Complaints that were no error.</param>
    /// <param name="errors">All complaints.</param>
    /// <param name="fault">Why ffmpeg was ended; null where it was not.</param>
    /// <exception cref="VadException">Unreadable, damaged or too short, or ffmpeg had to be ended.</exception>
    public void Check(int decoded, TimeSpread span, int exitCode, int tolerated, ErrorTail errors, string? fault)
    {
        if (fault is not null)
        {
            throw new VadException($"Decoding '{Address.Display}' was ended after {Counted.Of(decoded, "frame")}: {fault}; see whether the disk answers, or re-encode it with ffmpeg.");
        }

        if (Excerpt is not null)
        {
            return;
        }

        string said = errors.Complaints == 0 ? "" : $" (ffmpeg says \"{errors.Summary(Address)}\")";
        if (decoded == 0)
        {
            throw new VadException($"'{Address.Display}' gave no frame: ffmpeg says \"{errors.Summary(Address)}\"; check that it is a complete video or image.");
        }

        if (Promised is { } promised && decoded < promised)
        {
            throw new VadException($"'{Address.Display}' is truncated or damaged: {Counted.Of(promised, "frame")} {(promised == 1 ? "was" : "were")} promised, {decoded} could be decoded{said}; get a complete copy, or cut it to its good part with ffmpeg.");
        }

        if (Duration is { } seconds && span.Lacks(seconds))
        {
            throw new VadException(FormattableString.Invariant(
                $"'{Address.Display}' is truncated or damaged: {seconds:0.0} s were promised, it ends after {span.Seconds:0.0} s and {Counted.Of(decoded, "frame")}{said}; the frames before are good; get a complete copy, or cut it to its good part with ffmpeg."));
        }

        if (exitCode != 0 || (Strict && errors.Complaints > tolerated))
        {
            RefuseFrom(decoded, span.Last, errors);
        }
    }
}
