namespace MlNetVad.Video.Frames;

/// <summary>What one run of ffmpeg reads, and how its end is judged.</summary>
internal sealed class FfmpegJob
{
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

    /// <summary>Frames that must come, or null for a live stream.</summary>
    public int? Promised { get; init; }

    /// <summary>Frames that may be missing: a duration is a promise to within rounding, a count of files is exact.</summary>
    public int Tolerance { get; init; }

    /// <summary>Whether complaints of the decoder are an error: yes on disk, no on a network, where packets get lost.</summary>
    public bool Strict { get; init; }

    /// <summary>Judges the end of the stream.</summary>
    /// <exception cref="VadException">Unreadable, damaged or too short.</exception>
    public void Check(int decoded, int exitCode, ErrorTail errors)
    {
        if (decoded == 0)
        {
            throw new VadException($"'{Address.Display}' gave no frame: ffmpeg says \"{errors.Summary(Address)}\"; check that it is a complete video or image.");
        }

        if (Promised is { } promised && decoded < promised - Tolerance)
        {
            string said = errors.IsEmpty ? "" : $" (ffmpeg says \"{errors.Summary(Address)}\")";
            throw new VadException($"'{Address.Display}' is truncated or damaged: {promised} frames were promised, {decoded} could be decoded{said}; get a complete copy, or cut it to its good part with ffmpeg.");
        }

        if (exitCode != 0 && Address.IsUrl)
        {
            throw new VadException($"The stream '{Address.Display}' broke off after {decoded} frames: ffmpeg says \"{errors.Summary(Address)}\"; check the camera and the network.");
        }

        if (exitCode != 0 || (Strict && !errors.IsEmpty))
        {
            throw new VadException($"'{Address.Display}' is damaged: ffmpeg says \"{errors.Summary(Address)}\" within {decoded} frames; get a complete copy, or re-encode its good part with ffmpeg.");
        }
    }
}
