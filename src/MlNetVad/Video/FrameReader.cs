namespace MlNetVad.Video;

/// <summary>Frames of one video in time order, forward only. Not thread-safe; dispose it to stop decoding.</summary>
public abstract class FrameReader : IDisposable
{
    private protected FrameReader(FrameFormat format) => Format = format;

    /// <summary>Size and channels of every frame; no zeros.</summary>
    public FrameFormat Format { get; }

    /// <summary>What is known of the frame that was read last.</summary>
    internal FrameNote Last { get; private protected set; } = FrameNote.None;

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

/// <summary>What is known of a frame beside its pixels.</summary>
/// <param name="Time">Seconds from the start of the file or stream; NaN where the source has no time stamps.</param>
/// <param name="Warning">Something the user should know of the frames so far; null for nothing.</param>
/// <param name="Missing">Frames that were to come between the one before and this one, and did not.</param>
internal readonly record struct FrameNote(double Time, string? Warning, long Missing = 0)
{
    public static FrameNote None => new(double.NaN, null);
}
