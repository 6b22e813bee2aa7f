namespace MlNetVad.Video.Frames;

/// <summary>Where the frames of one video come from; opened once a pass.</summary>
internal abstract class FrameSource
{
    /// <summary>Number of frames when it is known exactly without decoding; never touches pixels.</summary>
    public abstract int? FrameCount { get; }

    /// <summary>The file of a frame, where each frame has its own.</summary>
    public virtual string? FileOf(int frame) => null;

    /// <summary>Whether the times that a reader gives are those of the video; a list of pictures has none of its own.</summary>
    public virtual bool HasTimeStamps => false;

    /// <summary>Whether frames come as they happen; may look at headers.</summary>
    public virtual bool IsLive => false;

    /// <summary>What is known before decoding; may look at headers, and remembers what it found.</summary>
    public abstract FrameSourceInfo Describe();

    /// <summary>Opens a reader at the first frame.</summary>
    /// <param name="format">Zeros mean the native size.</param>
    /// <param name="cancellation">Stops the reader with <see cref="OperationCanceledException"/>.</param>
    public abstract FrameReader Open(FrameFormat format, CancellationToken cancellation);

    /// <summary>Bytes of the files that hold the frames; null where there are none.</summary>
    public virtual long? StoredBytes => null;

    /// <summary>Changes when the files that hold the frames do; empty where there are none.</summary>
    public virtual string Stamp => "";

    /// <summary>The only format in which the frames can be had; null where any will do.</summary>
    public virtual FrameFormat? OnlyFormat => null;

    /// <summary>Opens a reader of a few frames; it ends early where the video does.</summary>
    /// <param name="excerpt">Which frames.</param>
    /// <param name="format">Zeros mean the native size.</param>
    /// <param name="cancellation">Stops the reader with <see cref="OperationCanceledException"/>.</param>
    public virtual FrameReader OpenExcerpt(FrameExcerpt excerpt, FrameFormat format, CancellationToken cancellation) =>
        new SkippingReader(Open(format, cancellation), excerpt);
}

/// <summary>What is known of a video before decoding.</summary>
/// <param name="Height">Native rows in pixels, after rotation.</param>
/// <param name="Width">Native columns in pixels, after rotation.</param>
/// <param name="ExpectedFrames">The exact count, or the container's promise; null for live streams.</param>
/// <param name="FramesPerSecond">Null where the source does not say.</param>
internal sealed record FrameSourceInfo(int Height, int Width, int? ExpectedFrames, double? FramesPerSecond)
{
    public FrameFormat Native => new(Height, Width, 1);
}
