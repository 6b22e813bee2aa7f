namespace MlNetVad.Video;

/// <summary>
/// The last T frames of a live stream, or of every few of its frames: push one frame at a time, and take the clip when it is full, for a
/// <c>PredictionEngine</c> whose input has a <c>Clip</c> property. Not thread-safe: one buffer a camera.
/// </summary>
public sealed class ClipBuffer
{
    private const double Hair = 1e-9;   // 3 × .3 is .9

    private readonly byte[] _ring;
    private readonly int _frameBytes;
    private readonly int _target;
    private readonly int _first;
    private readonly int _span;
    private int _next;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="clipLength">T, at least 1.</param>
    /// <param name="format">Size and channels of each frame, without zeros.</param>
    /// <param name="frameStep">From one frame of the clip to the next, in pushed frames, above 0: see <see cref="VideoOptions.FrameStep(double?)"/>. Below 1 a clip holds frames more than once.</param>
    /// <param name="target">The frame of the clip that stands at its own time where others are held; matters with a step below 1 only.</param>
    /// <exception cref="VadException">A length, size or step that is not positive.</exception>
    public ClipBuffer(int clipLength, FrameFormat format, double frameStep = 1, ClipTarget target = ClipTarget.Last)
    {
        if (clipLength < 1 || format.FrameBytes < 1 || !(frameStep > 0))
        {
            throw new VadException($"A clip of {Counted.Of(clipLength, "frame")} of {format} at every {frameStep}. frame is not possible; length, height, width, channels and step must be positive.");
        }

        ClipLength = clipLength;
        FrameStep = frameStep;
        Format = format;
        _frameBytes = format.FrameBytes;
        ClipBytes = checked(clipLength * _frameBytes);
        _target = target.IndexIn(clipLength);
        _first = FramesFrom(-_target, frameStep);
        _span = checked(FramesFrom(clipLength - 1 - _target, frameStep) - _first + 1);
        _ring = new byte[checked(_span * _frameBytes)];
    }

    /// <summary>T, the number of frames in a clip.</summary>
    public int ClipLength { get; }

    /// <summary>From one frame of the clip to the next, in pushed frames.</summary>
    public double FrameStep { get; }

    /// <summary>Size and channels of each frame.</summary>
    public FrameFormat Format { get; }

    /// <summary>Bytes of a clip: T*H*W*C.</summary>
    public int ClipBytes { get; }

    /// <summary>Frames pushed since the start or the last <see cref="Clear"/>.</summary>
    public long FramesPushed { get; private set; }

    /// <summary>Whether all frames of a clip are there.</summary>
    public bool IsFull => FramesPushed >= _span;

    /// <summary>Adds a frame; the oldest one leaves when the buffer is full.</summary>
    /// <param name="frame">Row-major H, W, C bytes.</param>
    /// <returns><see cref="IsFull"/>.</returns>
    /// <exception cref="VadException">The frame has another number of bytes than the format.</exception>
    public bool Push(ReadOnlySpan<byte> frame)
    {
        if (frame.Length != _frameBytes)
        {
            throw new VadException($"The pushed frame has {Counted.Of(frame.Length, "byte")}; {Format} needs {_frameBytes}.");
        }

        frame.CopyTo(NextFrame());
        Advance();
        return IsFull;
    }

    /// <summary>Copies the clip, oldest frame first: bytes T, H, W, C, row-major.</summary>
    /// <param name="clip">Receives <see cref="ClipBytes"/> bytes.</param>
    /// <exception cref="InvalidOperationException">The buffer is not full yet.</exception>
    public void CopyTo(Span<byte> clip)
    {
        if (!IsFull)
        {
            throw new InvalidOperationException($"A clip needs {Counted.Of(_span, "frame")}; {FramesPushed} {(FramesPushed == 1 ? "was" : "were")} pushed.");
        }

        for (int i = 0; i < ClipLength; i++)
        {
            int place = (_next + FramesFrom(i - _target, FrameStep) - _first) % _span;
            _ring.AsSpan(place * _frameBytes, _frameBytes).CopyTo(clip[(i * _frameBytes)..]);
        }
    }

    /// <summary>Forgets all frames, as at a cut or after an interruption.</summary>
    public void Clear()
    {
        FramesPushed = 0;
        _next = 0;
    }

    /// <summary>Frames of the video from a clip's target to what it shows some places later, or earlier: the last that has come by then.</summary>
    internal static int FramesFrom(long places, double frameStep) => checked((int)Math.Floor((places * frameStep) + Hair));

    /// <summary>Takes the newest frame once more, for one that did not come.</summary>
    internal void Hold()
    {
        _ring.AsSpan((_next + _span - 1) % _span * _frameBytes, _frameBytes).CopyTo(NextFrame());
        Advance();
    }

    /// <summary>The place of the next frame, for readers that write it directly.</summary>
    internal Span<byte> NextFrame() => _ring.AsSpan(_next * _frameBytes, _frameBytes);

    /// <summary>Takes what was written to <see cref="NextFrame"/> as pushed.</summary>
    internal void Advance()
    {
        _next = (_next + 1) % _span;
        FramesPushed++;
    }
}
