namespace MlNetVad.Video;

/// <summary>
/// The last T frames of a live stream: push one frame at a time, and take the clip when it is full, for a
/// <c>PredictionEngine</c> whose input has a <c>Clip</c> property. Not thread-safe: one buffer a camera.
/// </summary>
public sealed class ClipBuffer
{
    private readonly byte[] _ring;
    private readonly int _frameBytes;
    private int _next;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="clipLength">T, at least 1.</param>
    /// <param name="format">Size and channels of each frame, without zeros.</param>
    /// <exception cref="VadException">A length or size that is not positive.</exception>
    public ClipBuffer(int clipLength, FrameFormat format)
    {
        if (clipLength < 1 || format.FrameBytes < 1)
        {
            throw new VadException($"A clip of {clipLength} frames of {format} is not possible; length, height, width and channels must be positive.");
        }

        ClipLength = clipLength;
        Format = format;
        _frameBytes = format.FrameBytes;
        _ring = new byte[checked(clipLength * _frameBytes)];
    }

    /// <summary>T, the number of frames in a clip.</summary>
    public int ClipLength { get; }

    /// <summary>Size and channels of each frame.</summary>
    public FrameFormat Format { get; }

    /// <summary>Bytes of a clip: T*H*W*C.</summary>
    public int ClipBytes => _ring.Length;

    /// <summary>Frames pushed since the start or the last <see cref="Clear"/>.</summary>
    public long FramesPushed { get; private set; }

    /// <summary>Whether T frames are there.</summary>
    public bool IsFull => FramesPushed >= ClipLength;

    /// <summary>Adds a frame; the oldest one leaves when the buffer is full.</summary>
    /// <param name="frame">Row-major H, W, C bytes.</param>
    /// <returns><see cref="IsFull"/>.</returns>
    /// <exception cref="VadException">The frame has another number of bytes than the format.</exception>
    public bool Push(ReadOnlySpan<byte> frame)
    {
        if (frame.Length != _frameBytes)
        {
            throw new VadException($"The pushed frame has {frame.Length} bytes; {Format} needs {_frameBytes}.");
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
            throw new InvalidOperationException($"A clip needs {ClipLength} frames; {FramesPushed} were pushed.");
        }

        int oldest = _next * _frameBytes;
        _ring.AsSpan(oldest).CopyTo(clip);
        _ring.AsSpan(0, oldest).CopyTo(clip[(_ring.Length - oldest)..]);
    }

    /// <summary>Forgets all frames, as at a cut or after an interruption.</summary>
    public void Clear()
    {
        FramesPushed = 0;
        _next = 0;
    }

    /// <summary>The place of the next frame, for readers that write it directly.</summary>
    internal Span<byte> NextFrame() => _ring.AsSpan(_next * _frameBytes, _frameBytes);

    /// <summary>Takes what was written to <see cref="NextFrame"/> as pushed.</summary>
    internal void Advance()
    {
        _next = (_next + 1) % ClipLength;
        FramesPushed++;
    }
}
