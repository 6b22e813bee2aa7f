namespace MlNetVad.Onnx.ClipCaption;

/// <summary>
/// Tells of failures without a flood: the first of each kind, in an outage the 10th, 100th, 1,000th, …, and that it is over. A new
/// outage soon after another one is told only when it lasts. Thread-safe.
/// </summary>
/// <param name="warn">Takes one sentence a time.</param>
/// <param name="clock">What time it is.</param>
internal sealed class Outages(Action<string> warn, TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _kinds = [];
    private DateTimeOffset _told = DateTimeOffset.MinValue;
    private long _failures;
    private long _next = 1;
    private bool _toldOfThis;

    /// <summary>A clip could not be described.</summary>
    /// <param name="kind">What went wrong, the same for every failure of its kind.</param>
    /// <param name="sentence">What happened, ending with a full stop.</param>
    public void Failed(string kind, string sentence)
    {
        lock (_lock)
        {
            _failures++;
            bool isNew = _kinds.Add(kind);
            bool isDue = _failures >= _next && (_failures > 1 || clock.GetUtcNow() - _told >= Quiet);
            if (_failures >= _next)
            {
                _next *= 10;
            }

            if (isNew || isDue)
            {
                Tell(_failures == 1 ? $"{sentence} The last caption of the video stays." : $"{sentence} {_failures} clips in a row have no caption of their own.");
                _toldOfThis = true;
            }
        }
    }

    /// <summary>A clip was described.</summary>
    public void Worked()
    {
        lock (_lock)
        {
            if (_toldOfThis)
            {
                Tell($"Captions come again, after {_failures} {(_failures == 1 ? "clip" : "clips")} without one.");
            }

            (_failures, _next, _toldOfThis) = (0, 1, false);
        }
    }

    private void Tell(string sentence)
    {
        _told = clock.GetUtcNow();
        warn(sentence);
    }
}
