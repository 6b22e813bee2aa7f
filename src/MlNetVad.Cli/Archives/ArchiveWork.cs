using Hangfire;
using Hangfire.Server;
using Hangfire.Storage;
using Microsoft.ML;
using MlNetVad.Cli.Commands;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Archives;

/// <summary>Does jobs; Hangfire calls it from several threads.</summary>
internal sealed class ArchiveWork(Screen screen)
{
    /// <summary>The job's parameter that says how many frames it has scored so far.</summary>
    public const string Scored = "Scored";

    private const string Begun = "Begun", Retries = "RetryCount";   // the second is Hangfire's

    // more than retries ask for: what kills its workers must not kill all of them
    private const int MostBeginnings = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private (string Hash, MLContext Ml, VadModel Model)? _model;
    private VideoSource? _source;
    private string? _archive;

    /// <summary>Has a job begin as if it had never been tried: what counts its beginnings and failures counts anew.</summary>
    public static void Forget(IStorageConnection connection, string id)
    {
        foreach (string counter in (string[])[Begun, Retries])
        {
            connection.SetJobParameter(id, counter, "0");
        }
    }

    /// <summary>Scores what a job names, unless that was done before.</summary>
    [AutomaticRetry(Attempts = 2, DelaysInSeconds = [1, 5])]
    public void Score(ArchiveJob job, PerformContext context, CancellationToken cancellation)
    {
        int begun = context.GetJobParameter<int>(Begun);
        if (job.IsDone)
        {
            return;
        }

        if (job.Library != Payload.LibraryVersion)
        {
            throw new VadException($"A worker has version {Payload.LibraryVersion} of mlnetvad, and the archive was begun with {job.Library}; start workers of one version.");
        }

        if (begun >= MostBeginnings)
        {
            throw new VadException($"Its worker died {begun} times while it scored this; score it alone with 'mlnetvad score' to see why.");
        }

        context.SetJobParameter(Begun, begun + 1);
        try
        {
            Write(job, context, cancellation);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested)
        {
            context.SetJobParameter(Begun, begun);   // it was stopped, not killed
            throw e as OperationCanceledException ?? new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (Exception e)
        {
            throw new VadException(Failure.Sentence(e), e);
        }
    }

    private void Write(ArchiveJob job, PerformContext context, CancellationToken cancellation)
    {
        using var file = new ScoresCsvWriter(job.Part, times: true);
        long frames = 0, told = TimeProvider.System.GetTimestamp();
        foreach (FrameScore frame in Scorer(job, cancellation).Score(Video(job), job.First, job.End, cancellation))
        {
            file.Add(frame.Video, frame.Frame, frame.Score, time: frame.Time);
            frames++;
            if (TimeProvider.System.GetElapsedTime(told) > Interval)
            {
                Tell(context, frames);
                told = TimeProvider.System.GetTimestamp();
            }
        }

        file.Commit();
    }

    private VideoScorer Scorer(ArchiveJob job, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_model?.Hash != job.ModelHash)
            {
                if (ArchivePlan.Hash(job.Model) != job.ModelHash)
                {
                    throw new VadException($"The model '{job.Model}' is another one now than when the archive was begun; begin it again.");
                }

                MLContext ml = Context.Create(seed: 1, screen);
                _model = (job.ModelHash, ml, Commands.ModelFile.Load(ml, job.Model, cancellation));
            }

            return new VideoScorer(_model.Value.Ml, _model.Value.Model);
        }
    }

    // a video of the job's own: times are kept while it is read
    private VadVideo Video(ArchiveJob job)
    {
        lock (_lock)
        {
            VadVideo? found = _archive == job.Archive ? Find(job) : null;
            if (found is null)
            {
                (_archive, _source) = (job.Archive, VideoSource.FromPath(job.Archive));
                found = Find(job) ?? throw new VadException($"'{job.Archive}' has no video '{job.Video}' here, or it was changed since the archive was begun; begin it again.");
            }

            return found.Renamed(found.Id);
        }
    }

    private VadVideo? Find(ArchiveJob job) => _source!.Videos.FirstOrDefault(video => video.Id == job.Video && video.Stamp == job.Stamp);

    private static void Tell(PerformContext context, long frames)
    {
        try
        {
            context.SetJobParameter(Scored, frames);
        }
        catch (Exception e) when (ArchiveQueue.IsOutage(e))
        {
            // who waits sees less; the work goes on
        }
    }
}
