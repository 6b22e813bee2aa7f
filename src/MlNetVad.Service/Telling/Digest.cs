using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Telling;

/// <summary>Gathers what happens at a camera, so that others are told of it in one message every so often: at once after a quiet time, and at the end of the period what has come meanwhile.</summary>
internal sealed class Digest(MonotonicClock clock, TimeSpan period)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Gathered> _cameras = [];

    /// <summary>Takes a change; of an event its newest state is told.</summary>
    public void Add(EventChange change)
    {
        lock (_lock)
        {
            if (!_cameras.TryGetValue(change.Event.CameraId, out Gathered? gathered))
            {
                _cameras[change.Event.CameraId] = gathered = new Gathered();
            }

            bool isTold = change.Kind != EventChangeKind.Update || gathered.Events.ContainsKey(change.Event.Id);
            if (isTold)
            {
                gathered.Events[change.Event.Id] = change.Event;
            }
        }
    }

    /// <summary>What is to be told now: the events of a camera, oldest first.</summary>
    public VadEvent[][] Take()
    {
        lock (_lock)
        {
            double now = clock.Seconds;
            Gathered[] due = [.. _cameras.Values.Where(gathered => gathered.Events.Count > 0 && now - gathered.Told >= period.TotalSeconds)];
            return [.. due.Select(gathered => gathered.Tell(now))];
        }
    }

    private sealed class Gathered
    {
        public Dictionary<Guid, VadEvent> Events { get; } = [];

        public double Told { get; private set; } = double.NegativeInfinity;

        public VadEvent[] Tell(double now)
        {
            VadEvent[] all = [.. Events.Values.OrderBy(item => item.StartedAt)];
            Events.Clear();
            Told = now;
            return all;
        }
    }
}
