using System.Collections.Immutable;

namespace MlNetVad.Service.Events;

/// <summary>Tells whoever listens of changes that are in the database. A listener must be quick; what takes long goes to a queue of its own.</summary>
internal sealed class EventBus(ILogger<EventBus> log)
{
    private ImmutableArray<Action<EventChange>> _listeners = [];

    /// <summary>Listens until it is disposed.</summary>
    public IDisposable Listen(Action<EventChange> listener)
    {
        ImmutableInterlocked.Update(ref _listeners, all => all.Add(listener));
        return new Listening(() => ImmutableInterlocked.Update(ref _listeners, all => all.Remove(listener)));
    }

    /// <summary>Tells everyone.</summary>
    public void Publish(EventChange change)
    {
        foreach (Action<EventChange> listener in _listeners)
        {
            try
            {
                listener(change);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                log.LogError(e, "A listener failed on event {Event}.", change.Event.Id);
            }
        }
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
