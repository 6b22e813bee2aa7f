using System.Data.Common;
using System.Net.Sockets;
using System.Transactions;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;

namespace MlNetVad.Cli.Archives;

/// <summary>The store's half of one results folder: which jobs wait there, and how they stand.</summary>
internal sealed class ArchiveQueue
{
    private readonly JobStorage _storage;
    private readonly BackgroundJobClient _client;
    private readonly string _results, _name;
    private readonly Dictionary<string, string> _known;

    /// <summary>Finds what an earlier run of the command left there.</summary>
    public ArchiveQueue(JobStorage storage, string results)
    {
        _storage = storage;
        _client = new BackgroundJobClient(storage);
        _results = Path.GetFullPath(results);
        _name = $"archive:{_results}";
        using IStorageConnection connection = storage.GetConnection();
        _known = connection.GetAllEntriesFromHash(_name) ?? [];
    }

    /// <summary>Whether anybody takes jobs.</summary>
    public bool HasWorkers => _storage.GetMonitoringApi().Servers().Count > 0;

    /// <summary>Whether an error says that the store cannot be reached just now.</summary>
    public static bool IsOutage(Exception e) =>
        e is DbException { IsTransient: true } or TimeoutException or SocketException or TransactionException || (e.InnerException is { } inner && IsOutage(inner));

    /// <summary>Puts a job there, unless it is there and goes on.</summary>
    /// <returns>Its id in the store.</returns>
    public string Add(ArchiveJob job)
    {
        if (_known.TryGetValue(job.Key, out string? known))
        {
            if (StateOf(known).Goes)
            {
                return known;
            }

            _client.Delete(known);
        }

        string id = _client.Create<ArchiveWork>(work => work.Score(job, null!, CancellationToken.None), new EnqueuedState());
        using IStorageConnection connection = _storage.GetConnection();
        connection.SetRangeInHash(_name, [new(job.Key, id)]);
        return id;
    }

    /// <summary>How a job stands.</summary>
    public JobState StateOf(string id)
    {
        using IStorageConnection connection = _storage.GetConnection();
        StateData? state = connection.GetStateData(id);
        return state?.Name switch
        {
            null => new(Goes: false, "the store does not know its job any more"),
            var name when name == FailedState.StateName => new(Goes: false, state.Data.TryGetValue("ExceptionMessage", out string? message) ? message : "it failed"),
            var name when name == DeletedState.StateName => new(Goes: false, "its job was deleted"),
            var name when name == SucceededState.StateName => new(Goes: false, "its job was done, but its result is not there; look whether every worker has the same results folder") { IsDone = true },
            _ => new(Goes: true, "") { Scored = long.TryParse(connection.GetJobParameter(id, ArchiveWork.Scored), out long scored) ? scored : 0 },
        };
    }

    /// <summary>Says how far the archive is, for who else looks.</summary>
    public void Tell(ArchiveProgress progress)
    {
        using IStorageConnection connection = _storage.GetConnection();
        progress.Write(connection, _results);
    }

    /// <summary>Forgets the jobs: all are done, and none of an earlier plan stays as failed.</summary>
    public void Clear()
    {
        IMonitoringApi monitor = _storage.GetMonitoringApi();
        foreach (KeyValuePair<string, FailedJobDto> failed in monitor.FailedJobs(0, (int)monitor.FailedCount()))
        {
            if (failed.Value.Job?.Args.FirstOrDefault() is ArchiveJob job && job.Results == _results)
            {
                _client.Delete(failed.Key);
            }
        }

        using IStorageConnection connection = _storage.GetConnection();
        using IWriteOnlyTransaction transaction = connection.CreateWriteTransaction();
        transaction.RemoveHash(_name);
        transaction.Commit();
    }
}

/// <summary>How a job stands in the store.</summary>
/// <param name="Goes">Whether it waits or is worked at.</param>
/// <param name="Reason">Why not, as a sentence goes on.</param>
internal sealed record JobState(bool Goes, string Reason)
{
    /// <summary>Frames scored so far.</summary>
    public long Scored { get; init; }

    /// <summary>Whether a worker said that it is done; a shared folder may show its result a little later.</summary>
    public bool IsDone { get; init; }
}
