using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Recent;
using MlNetVad.Service.Replays;

namespace MlNetVad.Service.Events;

/// <summary>
/// Deletes events that are too old, and the oldest where all take too much room, or where the disk is nearly full and that makes room; the audit log goes after a year,
/// dead letters after a month.
/// </summary>
internal sealed class Retention(DbAccess database, VadFolders folders, RecentFiles recent, UploadedVideos uploads, IOptions<VadServiceOptions> options, MonotonicClock clock, ILogger<Retention> log)
{
    private const double UsualDays = 14, AuditDays = 365, LetterDays = 30;
    private const int Some = 50;

    private bool _full;

    /// <summary>Looks once.</summary>
    /// <returns>How many events were deleted.</returns>
    public async Task<int> Run(CancellationToken stop)
    {
        recent.Tidy();
        uploads.Tidy();
        int deleted = 0;
        Dictionary<Guid, double> days = await database.Run(db => db.Cameras.ToDictionaryAsync(camera => camera.Id, camera => camera.RetentionDays, stop));
        DateTime now = clock.Now;
        foreach (Guid[] old in await database.Run(async db => (await Over(db).Select(item => new { item.Id, item.CameraId, item.StartedAt }).ToArrayAsync(stop))
            .Where(item => now - item.StartedAt > TimeSpan.FromDays(days.GetValueOrDefault(item.CameraId, UsualDays))).Select(item => item.Id).Chunk(Some).ToArray()))
        {
            deleted += await Delete(old);
        }

        (DateTime oldAudit, DateTime oldLetter) = (now.AddDays(-AuditDays), now.AddDays(-LetterDays));
        await database.Run(db => db.Audit.Where(entry => entry.At < oldAudit).ExecuteDeleteAsync(stop));
        await database.Run(db => db.DeadLetters.Where(letter => letter.At < oldLetter).ExecuteDeleteAsync(stop));
        while (!stop.IsCancellationRequested && await IsFull() && await database.Run(db => Over(db).OrderBy(item => item.StartedAt).Select(item => item.Id).Take(1).ToArrayAsync(stop)) is { Length: > 0 } oldest)
        {
            deleted += await Delete(oldest);
        }

        return deleted;
    }

    /// <summary>Deletes events with all that belongs to them.</summary>
    public async Task<int> Delete(Guid[] ids)
    {
        int rows = await database.Run(db => db.Events.Where(item => ids.Contains(item.Id)).ExecuteDeleteAsync());
        foreach (string folder in ids.Select(folders.Event).Where(Directory.Exists))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("The files of a deleted event stay: {Reason}", e.Message);
            }
        }

        return rows;
    }

    private static IQueryable<VadEvent> Over(VadDb db) => db.Events.Where(item => item.EndedAt != null);

    private async Task<bool> IsFull()
    {
        long taken = await database.Run(db => db.Events.SumAsync(item => item.Bytes));
        long missing = options.Value.MinimumFreeBytes - new DriveInfo(folders.Root).AvailableFreeSpace;
        bool isFullOfOthers = missing > taken && taken > 0;
        if (isFullOfOthers && !_full)
        {
            log.LogWarning("The disk is nearly full of other files: all events together take {Taken} MB, and {Missing} MB are missing. They stay; make room.", taken >> 20, missing >> 20);
        }

        _full = isFullOfOthers;
        return taken > options.Value.MaximumEventBytes || (missing > 0 && missing <= taken);
    }
}
