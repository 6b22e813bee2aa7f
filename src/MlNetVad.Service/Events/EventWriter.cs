using System.Collections.Concurrent;
using System.Threading.Channels;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>What has happened to an event.</summary>
internal enum EventChangeKind
{
    New,
    Update,
    End,
}

/// <summary>An event as it is now.</summary>
internal sealed record EventChange(EventChangeKind Kind, VadEvent Event);

/// <summary>
/// Brings events into the database. Cameras never wait for it: the newest state of each event is kept until it is written, however long
/// the database is away, and only then are others told.
/// </summary>
internal sealed class EventWriter(DbAccess database, EventBus bus, ILogger<EventWriter> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, VadEvent> _pending = new();
    private readonly ConcurrentDictionary<Guid, bool> _known = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Events that are not yet written.</summary>
    public int Pending => _pending.Count;

    /// <summary>Writes an event's state when it can.</summary>
    public void Post(VadEvent item)
    {
        _pending[item.Id] = item.Copy();
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Says that an event is in the database already.</summary>
    public void Know(Guid id) => _known[id] = true;

    /// <summary>Writes what is pending now.</summary>
    public async Task Flush()
    {
        foreach ((Guid id, VadEvent item) in _pending.ToArray())
        {
            EventChange? change = await Write(item);
            _pending.TryRemove(new KeyValuePair<Guid, VadEvent>(id, item));
            if (change is not null)
            {
                bus.Publish(change);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = TimeSpan.FromSeconds(0.5);
        while (await _wake.Reader.WaitToReadAsync(stoppingToken))
        {
            _wake.Reader.TryRead(out _);
            try
            {
                await Flush();
                pause = TimeSpan.FromSeconds(0.5);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                log.LogWarning("{Count} events wait for the database: {Reason}", _pending.Count, e.GetBaseException().Message);
                await Task.Delay(pause, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                _wake.Writer.TryWrite(true);
            }
        }
    }

    // what people have said of it stays as it is; what they have deleted stays deleted
    private Task<EventChange?> Write(VadEvent item) => database.Run(async db =>
    {
        VadEvent? row = await db.Events.FindAsync(item.Id);
        bool isNew = row is null;
        if (row is null && _known.ContainsKey(item.Id))
        {
            return null;
        }

        bool ended = item.EndedAt is not null && row?.EndedAt is null;
        if (row is null)
        {
            db.Events.Add(item.Copy());
        }
        else
        {
            (item.State, item.ReviewedBy, item.ReviewedAt) = (row.State, row.ReviewedBy, row.ReviewedAt);
            db.Entry(row).CurrentValues.SetValues(item);
        }

        await db.SaveChangesAsync();
        if (item.EndedAt is null)
        {
            Know(item.Id);
        }
        else
        {
            _known.TryRemove(item.Id, out _);
        }

        return new EventChange(isNew ? EventChangeKind.New : ended ? EventChangeKind.End : EventChangeKind.Update, item.Copy());
    });
}
