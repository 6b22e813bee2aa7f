using System.Diagnostics.CodeAnalysis;

namespace MlNetVad.Service.Cameras;

/// <summary>Frames between a decoder and its model. Where the model is slower the oldest fall out, so that what is scored is never old.</summary>
/// <param name="capacity">Frames it holds.</param>
/// <param name="oldestSeconds">Frames that wait longer fall out too.</param>
internal sealed class FrameQueue(int capacity, double oldestSeconds)
{
    private readonly Lock _lock = new();
    private readonly Queue<LiveFrame> _frames = new();
    private readonly SemaphoreSlim _come = new(0);
    private long _came, _dropped;

    /// <summary>Frames that fell out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a frame, under the next number.</summary>
    public void Add(LiveFrame frame)
    {
        lock (_lock)
        {
            _frames.Enqueue(frame with { Number = _came++ });
            while (_frames.Count > capacity)
            {
                _frames.Dequeue();
                _dropped++;
            }
        }

        if (_come.CurrentCount == 0)
        {
            _come.Release();
        }
    }

    /// <summary>Waits for the oldest frame that is young enough.</summary>
    /// <param name="now">The clock that does not jump.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(Func<double> now, TimeSpan patience, [NotNullWhen(true)] out LiveFrame? frame, CancellationToken stop)
    {
        if (Next(now()) is { } there)
        {
            frame = there;
            return true;
        }

        _come.Wait(patience, stop);
        frame = Next(now());
        return frame is not null;
    }

    private LiveFrame? Next(double now)
    {
        lock (_lock)
        {
            while (_frames.TryDequeue(out LiveFrame? frame))
            {
                if (now - frame.Seconds <= oldestSeconds)
                {
                    return frame;
                }

                _dropped++;
            }

            return null;
        }
    }
}
