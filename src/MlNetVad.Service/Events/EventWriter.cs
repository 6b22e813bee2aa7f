using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MlNetVad.Orleans.Store;
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
/// the database is away, and only then are others told. Where many nodes write, only the holder of a camera's newest epoch does.
/// </summary>
internal sealed class EventWriter(DbAccess database, EventBus bus, ILogger<EventWriter> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Waiting> _pending = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly ConcurrentDictionary<Guid, bool> _known = new();
    private readonly ConcurrentDictionary<Guid, long> _epochs = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Events that are not yet written.</summary>
    public int Pending => _pending.Count;

    /// <summary>Writes an event's state when it can.</summary>
    /// <param name="item">The event; it is copied.</param>
    /// <param name="mustExist">Whether it has been written before, so that a missing row means that somebody has deleted it.</param>
    public void Post(VadEvent item, bool mustExist = false)
    {
        var waiting = new Waiting(item.Copy(), mustExist);
        _pending.AddOrUpdate(item.Id, waiting, (_, before) => waiting with { MustExist = mustExist && before.MustExist });
        _wake.Writer.TryWrite(true);
    }

    /// <summary>A copy of an event's state that waits to be written; null where none does.</summary>
    public VadEvent? Find(Guid id) => _pending.TryGetValue(id, out Waiting? waiting) ? waiting.Event.Copy() : null;

    /// <summary>Says that an event is in the database already.</summary>
    public void Know(Guid id) => _known[id] = true;

    /// <summary>Says under which epoch events of a camera are written from now on.</summary>
    public void Hold(Guid camera, long epoch) => _epochs[camera] = epoch;

    /// <summary>The epoch that this process was given for a camera; null where none was.</summary>
    public long? EpochOf(Guid camera) => _epochs.TryGetValue(camera, out long epoch) ? epoch : null;

    /// <summary>Writes what is pending now.</summary>
    public async Task Flush()
    {
        await _one.WaitAsync();
        try
        {
            foreach (KeyValuePair<Guid, Waiting> waiting in _pending.ToArray())
            {
                EventChange? change = await Write(waiting.Value);
                _pending.TryRemove(waiting);
                if (change is not null)
                {
                    bus.Publish(change);
                }
            }
        }
        finally
        {
            _one.Release();
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

    // what people and a chat client have said of it stays as it is; what they have deleted stays deleted
    private Task<EventChange?> Write(Waiting waiting) => database.Run(async db =>
    {
        VadEvent item = waiting.Event;
        await using IDbContextTransaction? fence = EpochOf(item.CameraId) is null ? null : await db.Database.BeginTransactionAsync();
        VadEvent? row = await db.Events.FindAsync(item.Id);
        bool isNew = row is null;
        if (row is null && (waiting.MustExist || _known.ContainsKey(item.Id)))
        {
            return null;
        }

        if (fence is not null && !IsClip(item, row) && await Fence(db, fence.GetDbTransaction(), item, row))
        {
            log.LogWarning("Event {Event} of camera {Camera} is not written here: another node watches the camera now.", item.Id, item.CameraName);
            return null;
        }

        bool ended = item.EndedAt is not null && row?.EndedAt is null;
        if (row is null)
        {
            db.Events.Add(item.Copy());
        }
        else
        {
            (item.State, item.ReviewedBy, item.ReviewedAt, item.Description) = (row.State, row.ReviewedBy, row.ReviewedAt, row.Description);
            db.Entry(row).CurrentValues.SetValues(item);
        }

        await db.SaveChangesAsync();
        await (fence?.CommitAsync() ?? Task.CompletedTask);
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

    // Whether an event is another node's to write. Two watch a camera for the moment in which one takes it over from the other: what both saw is the
    // newer's; what the older alone saw is written as over, at the latest where it was taken over if it began before.
    private async Task<bool> Fence(VadDb db, DbTransaction transaction, VadEvent item, VadEvent? row)
    {
        DateTime? over = await CameraEpochs.TakenOver(transaction, item.CameraId, _epochs[item.CameraId]);
        if (row is not null)
        {
            return over is not null;
        }

        IQueryable<VadEvent> others = db.Events.Where(other => other.CameraId == item.CameraId && other.Kind == item.Kind);
        if (over is null)
        {
            await others.Where(other => other.StartedAt < item.StartedAt && other.EndedAt > item.StartedAt).ExecuteUpdateAsync(set => set.SetProperty(other => other.EndedAt, item.StartedAt));
            return false;
        }

        DateTime end = item.EndedAt ?? item.LastAt;
        item.EndedAt = item.StartedAt < over && over < end ? over : end;
        return await others.AnyAsync(other => other.StartedAt <= item.EndedAt && (other.EndedAt == null || other.EndedAt > item.StartedAt));
    }

    // what comes after an event's end is its clip, and no other node has that; the database keeps microseconds
    private static bool IsClip(VadEvent item, VadEvent? row) =>
        item.EndedAt is { } end && row?.EndedAt is { } there && (end - there).Duration() < TimeSpan.FromMilliseconds(1);

    private sealed record Waiting(VadEvent Event, bool MustExist);
}
