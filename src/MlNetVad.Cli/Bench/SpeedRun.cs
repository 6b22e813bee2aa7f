using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Bench;

/// <summary>One line of what was measured.</summary>
/// <param name="What">The work.</param>
/// <param name="FramesPerSecond">Frames a second of all cameras together; of a stage, as if it ran alone.</param>
/// <param name="Latency">Milliseconds a frame; with several cameras, of the one whose 95 % quantile is highest.</param>
internal sealed record Speed(string What, double FramesPerSecond, StageLatency Latency);

/// <summary>Measures how fast video is decoded, and how fast a model scores it, alone and several cameras at once.</summary>
internal sealed class SpeedRun(MLContext ml, VadModel model, VideoSource video)
{
    /// <summary>Frames of the video that are read at most.</summary>
    public const int MostFrames = 1000;

    private const int WarmUpFrames = 50;

    /// <summary>Measures everything, after a run that warms up.</summary>
    /// <param name="cameras">Cameras at once at most; they are doubled from one on.</param>
    /// <param name="progress">Told after every frame; a pass a measurement.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<Speed> Measure(int cameras, IProgress<VideoProgress> progress, CancellationToken cancellation)
    {
        _ = new VideoScorer(ml, model).Score(video, cancellation).Take(WarmUpFrames).Count();
        List<Speed> speeds = [Decode(new Ticker(progress, 1, Frames), cancellation)];
        int pass = 2;
        foreach (int atOnce in Doubled(cameras))
        {
            speeds.AddRange(Score(atOnce, new Ticker(progress, pass++, atOnce * Frames), cancellation));
        }

        return speeds;
    }

    private long? Frames => video.ExpectedFrameCount is { } frames ? Math.Min(frames, MostFrames) : null;

    /// <summary>1, 2, 4 … and the most itself.</summary>
    internal static IEnumerable<int> Doubled(int most)
    {
        for (int n = 1; n < most; n *= 2)
        {
            yield return n;
        }

        yield return most;
    }

    private Speed Decode(Ticker ticker, CancellationToken cancellation)
    {
        VideoOptions clips = model.ClipOptions();
        var latency = new LatencyHistogram();
        var clock = Stopwatch.StartNew();
        int frames = 0;
        foreach (VadVideo one in video.Videos)
        {
            using FrameReader reader = one.OpenFrames(new FrameFormat(clips.Height, clips.Width, clips.Channels), cancellation);
            byte[] frame = new byte[reader.Format.FrameBytes];
            for (long before = Stopwatch.GetTimestamp(); frames < MostFrames && reader.Read(frame); before = Stopwatch.GetTimestamp())
            {
                latency.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                frames++;
                ticker.Tick();
            }
        }

        return new Speed($"decode only, to {clips.Width}×{clips.Height}", frames / clock.Elapsed.TotalSeconds, new StageLatency(latency.Quantile(0.5), latency.Quantile(0.95)));
    }

    private IEnumerable<Speed> Score(int cameras, Ticker ticker, CancellationToken cancellation)
    {
        VideoScorer[] scorers = [.. Enumerable.Range(0, cameras).Select(_ => new VideoScorer(ml, model))];
        var clock = Stopwatch.StartNew();
        Task<int>[] scored = [.. scorers.Select(scorer => Task.Factory.StartNew(
            () => scorer.Score(video, cancellation).Take(MostFrames).Select(frame => ticker.Tick()).Count(), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        int frames = Task.WhenAll(scored).GetAwaiter().GetResult().Sum();
        double seconds = clock.Elapsed.TotalSeconds;
        if (cameras == 1)
        {
            foreach ((string stage, double milliseconds) in scorers[0].Timing)
            {
                yield return new Speed($"of one camera: {stage}", 1000 / milliseconds, scorers[0].Latency[stage]);
            }
        }

        yield return new Speed($"end to end, {Counted.Of(cameras, "camera")}", frames / seconds, scorers.Select(scorer => scorer.Latency["total"]).MaxBy(latency => latency.P95Ms)!);
    }

    /// <summary>Reports frames of several threads.</summary>
    private sealed class Ticker(IProgress<VideoProgress> progress, int pass, long? total)
    {
        private readonly Lock _lock = new();
        private long _done;

        public bool Tick()
        {
            lock (_lock)
            {
                progress.Report(new VideoProgress(pass, ++_done, total));
            }

            return true;
        }
    }
}
