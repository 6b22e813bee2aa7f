namespace MlNetVad.Video.Frames;

/// <summary>The times of the frames that were read last: as many as any window looks back, whatever the length of the video.</summary>
internal sealed class FrameTimes
{
    private const int Kept = 1 << 14;

    private readonly double[] _times = new double[Kept];
    private readonly Lock _lock = new();
    private long _first;
    private long _next;

    /// <summary>Takes a frame's time; 0 begins a new pass.</summary>
    public void Add(long frame, double seconds)
    {
        lock (_lock)
        {
            if (frame != _next)
            {
                _first = frame;
            }

            _times[frame % Kept] = seconds;
            _next = frame + 1;
            _first = Math.Max(_first, _next - Kept);
        }
    }

    /// <summary>A frame's time in seconds; null where it is not known.</summary>
    public double? At(long frame)
    {
        lock (_lock)
        {
            return frame >= _first && frame < _next && double.IsFinite(_times[frame % Kept]) ? _times[frame % Kept] : null;
        }
    }
}
