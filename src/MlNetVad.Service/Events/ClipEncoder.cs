using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>Encodes the clips of events that are over, away from the cameras; what waits longer than the process lives is encoded by the next.</summary>
internal sealed class ClipEncoder(VadFolders folders, EventWriter writer, DbAccess database, ILogger<ClipEncoder> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // ids alone, so that any number can wait: an event is read when its turn comes
    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();
    private int _running;

    /// <summary>Clips that are encoded at once at most; the other half of the processors is for the cameras.</summary>
    public static int AtOnce { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Clips that are encoded now.</summary>
    public int Running => _running;

    /// <summary>Clips that wait.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Encodes an event's clip when its turn comes.</summary>
    public void Enqueue(Guid id) => _queue.Writer.TryWrite(id);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _queue.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, TryEncode);

    private async ValueTask TryEncode(Guid id, CancellationToken stop)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await Encode(id, stop);
        }
        catch (Exception e) when (e is VadException or IOException or UnauthorizedAccessException)
        {
            log.LogWarning("Event {Event} has no clip: {Reason}", id, e.Message);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            log.LogWarning("The clip of event {Event} waits: {Reason}", id, e.GetBaseException().Message);   // the database is away
            await Task.Delay(Pause, stop);
            Enqueue(id);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task Encode(Guid id, CancellationToken stop)
    {
        // its end may not be written yet; without a row it was deleted, and while it goes on another node has it
        VadEvent? item = writer.Find(id) ?? await database.Run(db => db.Events.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, stop));
        if (item?.EndedAt is null)
        {
            return;
        }

        string spool = folders.Spool(id);
        if (File.Exists(spool))
        {
            await Clip.Encode(spool, folders.Clip(id), Clip.Rate(item.Curve), stop);
            File.Delete(spool);
            item.HasClip = true;
        }

        item.Bytes = folders.BytesOf(id);
        writer.Post(item, mustExist: true);
    }
}
