namespace MlNetVad.Service.Archives;

/// <summary>The store of archives: recorded video that workers score job by job. Whoever starts the service gives it one, or none. It may block.</summary>
internal interface IArchives
{
    /// <summary>The most failed jobs that one look shows.</summary>
    const int MostFailed = 200;

    /// <summary>How archives stand now.</summary>
    /// <exception cref="VadException">The store does not answer.</exception>
    ArchivesLook Look();

    /// <summary>Has a failed job wait for a worker again, as if it had never been tried.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether there is such a job, and it had failed.</returns>
    /// <exception cref="VadException">The store does not answer.</exception>
    bool Retry(string id);
}
