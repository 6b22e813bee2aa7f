using System.Diagnostics;

namespace MlNetVad.Video.Frames;

/// <summary>
/// The frames of a stream: says so where it breaks off before its end, and, where it is live and that is wanted, goes on when it can
/// be reached again. A decoder of a live stream that took too much memory is started anew.
/// </summary>
/// <param name="open">Connects.</param>
/// <param name="address">Of the stream, with its patience.</param>
/// <param name="isLive">Whether the stream has no end, so that it can be joined anywhere.</param>
/// <param name="format">Of every frame.</param>
/// <param name="cancellation">Stops with <see cref="OperationCanceledException"/>.</param>
internal sealed class StreamFrames(Func<FfmpegReader> open, MediaAddress address, bool isLive, FrameFormat format, CancellationToken cancellation) : FrameReader(format)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ManualResetEvent _stop = new(false);
    private readonly Lock _lock = new();
    private FfmpegReader? _current;
    private bool _disposed;
    private long _frames, _cameAt, _brokeAt;
    private double _shift;
    private string? _outage;
    private TimeSpan _pause;

    public override bool Read(Span<byte> frame)
    {
        while (Connected() is { } reader)
        {
            if (reader.Read(frame))
            {
                Take(reader.Last);
                return true;
            }

            if (_disposed || reader.BrokeOff is not { } reason)
            {
                return false;
            }

            bool fresh = _outage is null;
            _brokeAt = fresh ? Stopwatch.GetTimestamp() : _brokeAt;
            _pause = fresh ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
            bool restarts = isLive && reader.IsOvergrown && fresh && _frames > 0;
            reader.Dispose();
            _current = null;
            if (!restarts && !Wait())
            {
                cancellation.ThrowIfCancellationRequested();
                throw new VadException(
                    _frames == 0
                        ? $"The stream '{address.Display}' gave no frame: {reason}; check the camera and the network."
                        : $"The stream '{address.Display}' broke off after {Counted.Of(_frames, "frame")}: {reason}; check the camera and the network.");
            }

            _outage ??= reason;
        }

        return false;
    }

    // disposing comes from another thread than reading, which may wait for a frame or for the next attempt
    private protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _disposed = true;
            _stop.Set();
            _current?.Dispose();
        }
    }

    private FfmpegReader? Connected()
    {
        lock (_lock)
        {
            return _disposed ? null : _current ??= open();
        }
    }

    /// <summary>Waits before the next attempt; false where there is none.</summary>
    private bool Wait()
    {
        TimeSpan left = TimeSpan.FromSeconds(address.Stream.ReconnectSeconds) - Stopwatch.GetElapsedTime(_brokeAt);
        if (!isLive || _frames == 0 || left <= TimeSpan.Zero)
        {
            return false;
        }

        return WaitHandle.WaitAny([_stop, cancellation.WaitHandle], _pause < left ? _pause : left) == WaitHandle.WaitTimeout;
    }

    private void Take(FrameNote note)
    {
        double away = Stopwatch.GetElapsedTime(_cameAt).TotalSeconds;
        string? warning = note.Warning;
        if (_outage is not null)
        {
            _shift = double.IsNaN(Last.Time) || double.IsNaN(note.Time) ? 0 : Last.Time + away - note.Time;
            warning = FormattableString.Invariant($"The stream '{address.Display}' broke off after {Counted.Of(_frames, "frame")} ({_outage}) and goes on after {away:0.0} s; clips that span the gap mix what was before and after.");
            _outage = null;
        }

        _frames++;
        _cameAt = Stopwatch.GetTimestamp();
        Last = new FrameNote(note.Time + _shift, warning);
    }
}
