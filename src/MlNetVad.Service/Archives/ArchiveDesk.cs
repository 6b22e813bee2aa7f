namespace MlNetVad.Service.Archives;

/// <summary>
/// Archives, for the API and the pages. The store may be slow or away: it is asked by one thread for all who look, what it said holds for a
/// moment, and nobody waits for it long.
/// </summary>
internal sealed class ArchiveDesk(TimeProvider time, IArchives? archives = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<ArchivesLook>? _look;
    private long _asked;

    /// <summary>Whether the service was given a store.</summary>
    public bool IsThere => archives is not null;

    /// <summary>How archives stand, as of the last two seconds.</summary>
    /// <exception cref="VadException">There is no store, or it does not answer.</exception>
    public Task<ArchivesLook> Look()
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_asked) > Fresh))
            {
                (_look, _asked) = (Task.Run(Store.Look), time.GetTimestamp());
            }

            return Patiently(_look);
        }
    }

    /// <summary>Tries a failed job again.</summary>
    /// <returns>Whether there is such a job, and it had failed.</returns>
    /// <exception cref="VadException">There is no store, or it does not answer.</exception>
    public async Task<bool> Retry(string id)
    {
        bool isTried = await Patiently(Task.Run(() => Store.Retry(id)));
        lock (_lock)
        {
            _look = null;
        }

        return isTried;
    }

    private IArchives Store => archives ?? throw new VadException("This service has no archives' store; 'mlnetvad serve' has the one that MlNetVad__PostgreSql names.");

    private static async Task<T> Patiently<T>(Task<T> asked)
    {
        try
        {
            return await asked.WaitAsync(Patience);
        }
        catch (TimeoutException e)
        {
            throw new VadException($"The archives' store has not answered for {Patience.TotalSeconds:0} s; look whether PostgreSQL is well.", e);
        }
    }
}
