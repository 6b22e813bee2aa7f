using MlNetVad.Cli.Terminal;
using MlNetVad.Video;

namespace MlNetVad.Cli.Archives;

/// <summary>Plans an archive, has it scored, and waits: what is there already is not done again.</summary>
internal sealed class ArchiveRun(ArchivePlan plan, ArchiveQueue queue, Screen screen)
{
    private const int Watched = 200;   // jobs are taken in order: what happens, happens among the first that wait
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(2);   // a shared folder may show a new file late

    private static readonly TimeSpan TellingPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);   // workers of this process say that they are there a little later

    private readonly List<Waiting> _waiting = [];
    private readonly Dictionary<string, string> _failed = new(StringComparer.Ordinal);
    private DateTime _begun, _told;
    private long _framesDone;

    /// <summary>The jobs of every video.</summary>
    public List<(VadVideo Video, IReadOnlyList<ArchiveJob> Jobs)> Planned { get; } = [];

    /// <summary>Videos that could not be scored, and why.</summary>
    public IReadOnlyDictionary<string, string> Failed => _failed;

    /// <summary>Jobs that were there before.</summary>
    public int Before { get; private set; }

    /// <summary>Frames that were still to be scored, as far as the containers promise.</summary>
    public long Frames { get; private set; }

    /// <summary>Puts what is missing into the store; workers begin at once.</summary>
    public void Enqueue(VideoSource source, IProgress<VideoProgress> progress, CancellationToken cancellation)
    {
        foreach (VadVideo video in source.Videos)
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<ArchiveJob> jobs = plan.Of(video);
            Planned.Add((video, jobs));
            Before += jobs.Count(job => job.IsDone);
            foreach (ArchiveJob job in jobs.Where(job => !job.IsDone))
            {
                string id = Patiently(() => queue.Add(job), cancellation);
                long frames = ArchivePlan.Frames(video, job);
                _waiting.Add(new Waiting(job, id, frames));
                Frames += frames;
            }

            progress.Report(new VideoProgress(1, Frames, Total: null));
        }
    }

    /// <summary>Waits until every job is done or has failed.</summary>
    public void Wait(IProgress<VideoProgress> progress, CancellationToken cancellation)
    {
        long begun = TimeProvider.System.GetTimestamp();
        _begun = DateTime.UtcNow;
        bool isAlone = false;
        while (_waiting.Count > 0)
        {
            isAlone = Patiently(
                () =>
                {
                    long partly = Look();
                    progress.Report(new VideoProgress(2, Math.Min(Frames, _framesDone + partly), Frames > 0 ? Frames : null));
                    Tell(partly, TellingPause);
                    bool alone = partly == 0 && TimeProvider.System.GetElapsedTime(begun) > Patience && !queue.HasWorkers;
                    return Once(isAlone, alone, "no worker takes jobs; start one with 'mlnetvad archive-worker --store …'");
                },
                cancellation);
            if (_waiting.Count > 0)
            {
                Rest(cancellation);
            }
        }

        // what failed may have been tried again meanwhile, by hand
        foreach (string done in _failed.Keys.Intersect(Planned.Where(planned => planned.Jobs.All(job => job.IsDone)).Select(planned => planned.Video.Id)).ToArray())
        {
            _failed.Remove(done);
        }

        Patiently(
            () =>
            {
                Tell(0, TimeSpan.Zero);
                return true;
            },
            cancellation);
    }

    /// <summary>Forgets the jobs, which are all done, and removes what killed workers left of them.</summary>
    public void Close(string results, CancellationToken cancellation)
    {
        Patiently(
            () =>
            {
                queue.Clear();
                return true;
            },
            cancellation);
        HashSet<string> keys = [.. Planned.SelectMany(planned => planned.Jobs).Select(job => job.Key)];
        string parts = Path.Combine(results, "parts");
        foreach (string left in Directory.Exists(parts) ? Directory.GetFiles(parts, "*.tmp") : [])
        {
            if (keys.Contains(Path.GetFileName(left).Split('.')[0]))
            {
                File.Delete(left);
            }
        }
    }

    private void Tell(long partly, TimeSpan pause)
    {
        DateTime now = DateTime.UtcNow;
        if (now - _told >= pause)
        {
            queue.Tell(new ArchiveProgress(plan.Archive, Planned.Sum(planned => planned.Jobs.Count), _waiting.Count, _failed.Count, Frames, Math.Min(Frames, _framesDone + partly), _begun, now));
            _told = now;
        }
    }

    // a store that is away just now is asked again until it answers
    private T Patiently<T>(Func<T> ask, CancellationToken cancellation)
    {
        bool isOut = false;
        while (true)
        {
            try
            {
                return ask();
            }
            catch (Exception e) when (ArchiveQueue.IsOutage(e))
            {
                isOut = Once(isOut, now: true, $"the store does not answer ({e.GetBaseException().Message.TrimEnd('.')}); it is asked again until it does");
            }

            Rest(cancellation);
        }
    }

    private void Rest(CancellationToken cancellation)
    {
        if (cancellation.WaitHandle.WaitOne(Pause))
        {
            screen.Note("What is scored so far is kept; the same command goes on from there.");
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private bool Once(bool said, bool now, string sentence)
    {
        if (now && !said)
        {
            screen.Warn(sentence);
        }

        return now;
    }

    // frames of jobs that are being done
    private long Look()
    {
        long partly = 0;
        foreach (Waiting waiting in _waiting.Take(Watched).ToArray())
        {
            if (waiting.Job.IsDone)
            {
                _framesDone += waiting.Frames;
                _waiting.Remove(waiting);
                continue;
            }

            JobState state = queue.StateOf(waiting.Id);
            partly += state.Scored;
            if (!state.Goes && !waiting.Job.IsDone && !(state.IsDone && waiting.MayBeLate(Delay)))
            {
                Once(said: _failed.Count > 0, now: true, $"'{waiting.Job.Video}' cannot be scored: {state.Reason.TrimEnd('.')}; the others go on, and all that cannot are listed at the end");
                _failed.TryAdd(waiting.Job.Video, state.Reason);
                _framesDone += waiting.Frames;
                _waiting.Remove(waiting);
            }
        }

        return partly;
    }

    private sealed record Waiting(ArchiveJob Job, string Id, long Frames)
    {
        private long? _since;

        public bool MayBeLate(TimeSpan delay) => TimeProvider.System.GetElapsedTime(_since ??= TimeProvider.System.GetTimestamp()) < delay;
    }
}
