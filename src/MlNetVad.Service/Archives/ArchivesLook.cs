namespace MlNetVad.Service.Archives;

/// <summary>How archives stand.</summary>
/// <param name="Workers">Processes that take jobs and live.</param>
/// <param name="Waiting">Jobs that wait for a worker.</param>
/// <param name="Scoring">Jobs that are being scored.</param>
/// <param name="Done">Jobs that were done since the store was made.</param>
/// <param name="Folders">Archives of the last days, the latest first.</param>
/// <param name="Failures">How many jobs have failed, and wait for nobody.</param>
/// <param name="Failed">The newest of them, at most <see cref="IArchives.MostFailed"/>.</param>
internal sealed record ArchivesLook(ArchiveWorker[] Workers, long Waiting, long Scoring, long Done, ArchiveFolder[] Folders, long Failures, FailedJob[] Failed)
{
    /// <summary>A store that no archive was given yet.</summary>
    public static ArchivesLook Empty { get; } = new([], 0, 0, 0, [], 0, []);
}

/// <summary>A process that takes jobs.</summary>
/// <param name="Machine">Where it runs.</param>
/// <param name="Process">Its number there.</param>
/// <param name="JobsAtOnce">How many it takes at once.</param>
/// <param name="Since">When it began, UTC.</param>
internal sealed record ArchiveWorker(string Machine, string Process, int JobsAtOnce, DateTime Since);

/// <summary>What an archive's command last said of it.</summary>
/// <param name="Results">The folder of its results.</param>
/// <param name="Archive">Where its videos are.</param>
/// <param name="State">How it stands.</param>
/// <param name="Progress">The share of the work that this run of the command found missing and that is done or has failed, 0 to 1.</param>
/// <param name="SecondsLeft">How long it will take at the pace so far; null where nobody knows.</param>
/// <param name="Jobs">All its jobs.</param>
/// <param name="Open">Those that are neither done nor failed.</param>
/// <param name="FailedVideos">Videos of which a job failed.</param>
/// <param name="At">When the command said so, UTC.</param>
internal sealed record ArchiveFolder(string Results, string Archive, ArchiveState State, double Progress, double? SecondsLeft, int Jobs, int Open, int FailedVideos, DateTime At);

/// <summary>How an archive stands.</summary>
internal enum ArchiveState
{
    /// <summary>Its command runs, and waits for jobs.</summary>
    Scoring,

    /// <summary>Its command has ended or died before all jobs were done; workers go on.</summary>
    Left,

    /// <summary>Every job is done or has failed.</summary>
    Over,
}

/// <summary>A job that has failed.</summary>
/// <param name="Id">Its id in the store.</param>
/// <param name="Results">The folder of its archive's results.</param>
/// <param name="Video">The video.</param>
/// <param name="First">Its first frame.</param>
/// <param name="End">The frame after its last; null for the end of the video.</param>
/// <param name="Reason">Why it failed, in a sentence.</param>
/// <param name="At">When it last failed, UTC.</param>
/// <param name="Tries">How often a worker began it.</param>
internal sealed record FailedJob(string Id, string Results, string Video, long First, long? End, string Reason, DateTime At, int Tries);
