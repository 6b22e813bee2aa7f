namespace MlNetVad.Video;

/// <summary>Frames of one video in time order, forward only. Not thread-safe; dispose it to stop decoding.</summary>
public abstract class FrameReader : IDisposable
{
    private protected FrameReader(FrameFormat format) => Format = format;

    /// <summary>Size and channels of every frame; no zeros.</summary>
    public FrameFormat Format { get; }

    /// <summary>Copies the next frame.</summary>
    /// <param name="frame">Receives <c>Format.FrameBytes</c> bytes, row-major H, W, C.</param>
    /// <returns>False at the end of the video; <paramref name="frame"/> is then untouched or undefined.</returns>
    /// <exception cref="VadException">The video is unreadable, damaged or shorter than it promised.</exception>
    /// <exception cref="OperationCanceledException">The token given at opening was cancelled.</exception>
    public abstract bool Read(Span<byte> frame);

    /// <summary>Stops decoding and frees what it holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private protected virtual void Dispose(bool disposing)
    {
    }
}
