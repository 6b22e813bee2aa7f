using MlNetVad.Evaluation;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Replays;

/// <summary>What a camera with certain settings would have said of a recording. One thread writes, any reads.</summary>
internal sealed class ReplaySide(Camera settings)
{
    /// <summary>Events that are kept; what follows is only counted.</summary>
    public const int MostEvents = 200;

    private readonly Lock _lock = new();
    private readonly EventTracker _tracker = new(settings.MinimumSeconds, settings.CoolDownSeconds);
    private readonly Area _area = Area.Of(settings);
    private readonly ReplayCurve _curve = new();
    private readonly List<ReplayEvent> _events = [];
    private ReplayEvent? _next;
    private bool _isKept;

    /// <summary>The camera as it is on this side.</summary>
    public Camera Settings => settings;

    /// <summary>The threshold in force; null before the model is loaded.</summary>
    public float? Threshold { get; private set; }

    /// <summary>Events beyond those that are kept.</summary>
    public int MoreEvents { get; private set; }

    /// <summary>The events so far, in the order of their onsets.</summary>
    public ReplayEvent[] Events()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }

    /// <summary>The scores so far, as <see cref="ReplayCurve.Points"/> has them.</summary>
    public double[][] Curve()
    {
        lock (_lock)
        {
            return _curve.Points();
        }
    }

    /// <summary>Begins with a model's threshold, which counts where the camera has none of its own.</summary>
    public void Begin(float? threshold) => Threshold = settings.Threshold ?? threshold ?? 0.5f;

    /// <summary>Takes a scored frame.</summary>
    public void Add(double seconds, FrameScore score, Func<byte[]> jpeg)
    {
        lock (_lock)
        {
            _curve.Add(seconds, score.Score);
            bool isAbove = _area.Counts(score.Place) && score.Score > Threshold;
            EventStep step = _tracker.Next(seconds, isAbove);
            bool belongs = isAbove && step != EventStep.Ends;
            if (!belongs)
            {
                _next = _tracker.IsOpen ? _next : null;
                return;
            }

            _next = (_tracker.Start < seconds ? _next : null) ?? new ReplayEvent(seconds);
            _next = _next.With(seconds, score, jpeg);
            Keep(step == EventStep.Begins);
        }
    }

    private void Keep(bool begins)
    {
        if (begins)
        {
            _isKept = _events.Count < MostEvents;
            MoreEvents += _isKept ? 0 : 1;
            _events.AddRange(_isKept ? [_next!] : []);
        }
        else if (_tracker.IsOpen && _isKept)
        {
            _events[^1] = _next!;
        }
    }
}
