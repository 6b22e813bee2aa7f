using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Api;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Models;
using MlNetVad.Service.Recent;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Cameras;

/// <summary>The cameras that are watched here. A change of one's settings replaces its worker; the event that goes on is taken over.</summary>
internal sealed class CameraHub(
    DbAccess database, ModelShelf shelf, VadFolders folders, RecentFiles recent, EventWriter writer, ClipEncoder encoder, MonotonicClock clock, Credentials credentials, ILogger<CameraHub> log) : ICameraKeeper
{
    private readonly ConcurrentDictionary<Guid, CameraWorker> _workers = new();
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The workers, by camera.</summary>
    public IReadOnlyDictionary<Guid, CameraWorker> Workers => _workers;

    /// <summary>A camera's worker; null where it is not watched.</summary>
    public CameraWorker? Find(Guid camera) => _workers.GetValueOrDefault(camera);

    /// <summary>Watches all that are to be watched, and ends the events of those that are not.</summary>
    public async Task Start(CancellationToken stop)
    {
        foreach (Guid id in await database.Run(db => db.Cameras.Select(camera => camera.Id).ToArrayAsync(stop)))
        {
            await Refresh(id);
        }

        await Tidy(stop);
    }

    /// <inheritdoc/>
    public Task<CameraStatusView> Status(Guid id) => Task.FromResult(CameraStatusView.Of(Find(id)?.Status));

    /// <summary>Ends events of cameras that are gone, and encodes clips that an earlier process left.</summary>
    public async Task Tidy(CancellationToken stop)
    {
        foreach (VadEvent orphan in await database.Run(db => db.Events.Where(item => item.EndedAt == null && !db.Cameras.Any(camera => camera.Id == item.CameraId)).AsNoTracking().ToArrayAsync(stop)))
        {
            End(orphan);
        }

        // what was over when the last process ended, and had no clip yet
        foreach (VadEvent item in await database.Run(db => db.Events.Where(item => item.EndedAt != null && !item.HasClip && item.Kind == EventKind.Anomaly).AsNoTracking().ToArrayAsync(stop)))
        {
            if (File.Exists(folders.Spool(item.Id)))
            {
                encoder.Enqueue(item.Id);
            }
        }
    }

    /// <inheritdoc/>
    public Task Refresh(Guid id) => Watch(id);

    /// <summary>Watches a camera with its settings of now, or no longer.</summary>
    /// <param name="id">The camera.</param>
    /// <param name="epoch">The epoch under which its events are written; null where only this process writes any.</param>
    /// <returns>Whether it is watched.</returns>
    public async Task<bool> Watch(Guid id, long? epoch = null)
    {
        await _one.WaitAsync();
        try
        {
            Camera? camera = await database.Run(db => db.Cameras.AsNoTracking().FirstOrDefaultAsync(camera => camera.Id == id));
            bool isOurs = epoch is null || writer.EpochOf(id) == epoch - 1;   // no other node was asked meanwhile
            bool goesOn = camera is not null && isOurs && Find(id)?.TryRedefine(camera) == true;
            if (!goesOn)
            {
                await Leave(id);
            }

            if (epoch is { } number)
            {
                writer.Hold(id, number);
            }

            if (goesOn)
            {
                return true;
            }

            VadEvent[] open = await database.Run(db => db.Events.Where(item => item.CameraId == id && item.EndedAt == null).AsNoTracking().ToArrayAsync());
            if (camera is { Enabled: true })
            {
                _workers[id] = new CameraWorker(camera, credentials.Reveal(camera.SourceProtected), new WorkerParts(shelf, folders, recent, writer, encoder, clock, log), open);
            }
            else
            {
                Array.ForEach(open, End);
                if (camera is null && File.Exists(folders.Levels(id)))
                {
                    File.Delete(folders.Levels(id));
                }
            }

            return camera is { Enabled: true };
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Watches a camera no longer; the event that goes on stays open.</summary>
    public async Task Leave(Guid id)
    {
        if (_workers.TryRemove(id, out CameraWorker? old))
        {
            await Task.Run(old.Dispose);
            await writer.Flush();
        }
    }

    /// <summary>Lets cameras change over to models whose files have changed.</summary>
    public void CheckModels()
    {
        foreach (CameraWorker worker in _workers.Values)
        {
            worker.CheckModel();
        }
    }

    /// <summary>Stops all.</summary>
    public async Task Stop()
    {
        foreach (Guid id in _workers.Keys)
        {
            if (_workers.TryRemove(id, out CameraWorker? worker))
            {
                await Task.Run(worker.Dispose);
            }
        }
    }

    private void End(VadEvent item)
    {
        writer.Know(item.Id);
        item.EndedAt = item.LastAt;
        writer.Post(item);
        if (item.Kind == EventKind.Anomaly)
        {
            encoder.Enqueue(item.Id);
        }
    }
}
