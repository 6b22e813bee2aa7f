using System.Data.Common;
using System.Globalization;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;
using MlNetVad.Service.Archives;
using Npgsql;

namespace MlNetVad.Cli.Archives;

/// <summary>Archives as the service's page shows them: what commands and workers left in the store. Looking makes no tables there.</summary>
/// <param name="connection">The connection string of PostgreSQL.</param>
internal sealed class StoredArchives(string connection) : IArchives
{
    private const int MostFolders = 50;

    // who lives says so every five seconds
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly JobStorage _storage = ArchiveStore.AsItIs(connection);
    private Dictionary<(string Id, DateTime At), int> _tries = [];

    /// <inheritdoc/>
    public ArchivesLook Look() => Ask(
        () =>
        {
            IMonitoringApi monitor = _storage.GetMonitoringApi();
            StatisticsDto counts = monitor.GetStatistics();
            using IStorageConnection store = _storage.GetConnection();
            return new ArchivesLook(
                [.. monitor.Servers().Where(server => server.Heartbeat is { } at && DateTime.UtcNow - Utc(at) < Silence).Select(Worker)],
                counts.Enqueued + counts.Scheduled,
                counts.Processing,
                counts.Succeeded,
                [.. ArchiveProgress.Read(store).OrderByDescending(one => one.Progress.At).Take(MostFolders).Select(one => Folder(one.Results, one.Progress))],
                counts.Failed,
                Failed(monitor));
        },
        ArchivesLook.Empty);

    /// <inheritdoc/>
    public bool Retry(string id) => Ask(
        () =>
        {
            using IStorageConnection store = _storage.GetConnection();
            if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) || store.GetStateData(id)?.Name != FailedState.StateName)
            {
                return false;
            }

            ArchiveWork.Forget(store, id);
            return new BackgroundJobClient(_storage).Requeue(id, FailedState.StateName);
        },
        none: false);

    private T Ask<T>(Func<T> ask, T none)
    {
        try
        {
            return ArchiveStore.Patiently(ask);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return none;   // no archive was ever begun here
        }
        catch (Exception e) when (e is DbException || ArchiveQueue.IsOutage(e))
        {
            throw ArchiveStore.Away(connection, e);
        }
    }

    private FailedJob[] Failed(IMonitoringApi monitor)
    {
        FailedJob[] failed = [.. monitor.FailedJobs(0, IArchives.MostFailed).Select(pair => Job(pair.Key, pair.Value)).OrderByDescending(job => job.At)];
        Dictionary<(string, DateTime), int> before = _tries;   // a job's past does not change until it fails again
        _tries = failed.ToDictionary(job => (job.Id, job.At), job => before.TryGetValue((job.Id, job.At), out int known) ? known : Tries(monitor, job.Id));
        return [.. failed.Select(job => job with { Tries = _tries[(job.Id, job.At)] })];
    }

    private static int Tries(IMonitoringApi monitor, string id) => monitor.JobDetails(id)?.History.Count(state => state.StateName == ProcessingState.StateName) ?? 0;

    private static FailedJob Job(string id, FailedJobDto failed)
    {
        DateTime at = Utc(failed.FailedAt ?? default);
        string reason = (failed.ExceptionMessage ?? "").Split('\n')[0].Trim();
        return failed.Job?.Args.FirstOrDefault() is ArchiveJob job
            ? new FailedJob(id, job.Results, job.Video, job.First, job.End, reason, at, 0)
            : new FailedJob(id, "", "(planned by another version of mlnetvad)", 0, null, reason, at, 0);
    }

    // a server's name is machine:process:something unique
    private static ArchiveWorker Worker(ServerDto server) => server.Name.Split(':') is [string machine, string process, ..]
        ? new(machine, process, server.WorkersCount, Utc(server.StartedAt))
        : new(server.Name, "", server.WorkersCount, Utc(server.StartedAt));

    private static ArchiveFolder Folder(string results, ArchiveProgress said)
    {
        ArchiveState state = said.Open == 0 ? ArchiveState.Over : DateTime.UtcNow - said.At < Silence ? ArchiveState.Scoring : ArchiveState.Left;
        double share = said.Open == 0 ? 1 : said.Frames == 0 ? 0 : Math.Clamp(said.FramesDone / (double)said.Frames, 0, 1);
        double? left = state == ArchiveState.Scoring && share > 0 ? (said.At - said.Begun).TotalSeconds * (1 - share) / share : null;
        return new ArchiveFolder(results, said.Archive, state, share, left, said.Jobs, said.Open, said.FailedVideos, said.At);
    }

    private static DateTime Utc(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
