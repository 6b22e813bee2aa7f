namespace MlNetVad.Onnx.ClipCaption;

/// <summary>On live video a captioner that fails is left alone for a while: a second, twice as long each time, up to a minute. Thread-safe.</summary>
/// <param name="clock">What time it is.</param>
internal sealed class AskAgain(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _due = DateTimeOffset.MinValue;
    private TimeSpan _pause;

    /// <summary>Whether it may be asked.</summary>
    public bool IsDue
    {
        get
        {
            lock (_lock)
            {
                return clock.GetUtcNow() >= _due;
            }
        }
    }

    /// <summary>It failed.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            _pause = _pause == TimeSpan.Zero ? First : _pause * 2 < Longest ? _pause * 2 : Longest;
            _due = clock.GetUtcNow() + _pause;
        }
    }

    /// <summary>It answered.</summary>
    public void Worked()
    {
        lock (_lock)
        {
            (_pause, _due) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        }
    }
}
