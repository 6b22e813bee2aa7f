using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>Keeps what people say of events; the API and the pages both come here.</summary>
internal sealed class EventReview(DbAccess database, INormalExamples examples, EventBus bus, MonotonicClock clock)
{
    /// <summary>Sets an event's state.</summary>
    /// <returns>The event; null where there is none.</returns>
    public Task<VadEvent?> Set(Guid id, EventState state, string user) => database.Run(async db =>
    {
        if (await db.Events.FindAsync(id) is not { } item)
        {
            return null;
        }

        EventState before = item.State;
        (item.State, item.ReviewedBy, item.ReviewedAt) = (state, user, clock.Now);
        if (before != state && (state == EventState.Normal || before == EventState.Normal))
        {
            await (state == EventState.Normal ? examples.Add(item, CancellationToken.None) : examples.Remove(item, CancellationToken.None));
        }

        await db.SaveChangesAsync();
        bus.Publish(new EventChange(EventChangeKind.Update, item.Copy()));
        return item;
    });
}
