using System.Text.Json;
using MlNetVad.Evaluation;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Models;
using MlNetVad.Service.Recent;
using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Service.Cameras;

/// <summary>
/// Watches one camera with one set of settings: a thread reads frames, another scores them, and neither ever stands still for the other.
/// Whatever fails is tried again, with pauses that grow.
/// </summary>
internal sealed class CameraWorker : IDisposable
{
    private const double QueueSeconds = 0.5, OldestSeconds = 1;

    private readonly ModelShelf _shelf;
    private readonly MonotonicClock _clock;
    private readonly ILogger _log;
    private readonly FrameQueue _queue;
    private readonly EventRecorder _recorder;
    private readonly FrameFeed _feed;
    private readonly Area _area;
    private readonly Schedule _schedule;
    private readonly SilenceWatch _silence;
    private readonly RecentRecorder _recent;
    private readonly LoadWatch _load;
    private readonly CameraLevels _levels;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _scorer;
    private volatile Camera _camera;
    private volatile bool _looks;
    private bool _hasScored;

    /// <summary>Begins to watch.</summary>
    /// <param name="camera">Its settings; a change of them needs another worker, but for what is said in words.</param>
    /// <param name="source">Its address, in clear.</param>
    /// <param name="parts">What all cameras share.</param>
    /// <param name="open">Events that an earlier process began.</param>
    public CameraWorker(Camera camera, string source, WorkerParts parts, IEnumerable<VadEvent> open)
    {
        (_camera, _shelf, _clock, _log) = (camera, parts.Shelf, parts.Clock, parts.Log);
        _queue = new FrameQueue((int)Math.Max(2, camera.FramesPerSecond * QueueSeconds), OldestSeconds);
        _recorder = new EventRecorder(camera, parts.Folders, parts.Writer, parts.Encoder, parts.Clock, parts.Log);
        _area = Area.Of(camera);
        _schedule = Schedule.Read(camera.Schedule);
        _recent = new RecentRecorder(camera.Id, parts.Recent, parts.Log);
        _load = new LoadWatch(camera.Name, Status, parts.Clock, parts.Log);
        _levels = new CameraLevels(parts.Folders.Levels(camera.Id), parts.Clock, parts.Log);
        _silence = new SilenceWatch(camera, _schedule, Status, parts.Writer, parts.Clock);
        _feed = new FrameFeed(camera, source, _queue, Status, parts.Clock, _stop.Token);
        foreach (VadEvent item in open)
        {
            (item.Kind == EventKind.Silent ? (Action<VadEvent>)_silence.Resume : _recorder.Resume)(item);
        }

        _scorer = new Thread(Score) { IsBackground = true, Name = $"score {camera.Name}" };
        _scorer.Start();
    }

    /// <summary>The camera's name.</summary>
    public string Name => _camera.Name;

    /// <summary>The name of its model.</summary>
    public string Model => _camera.Model;

    /// <summary>How it is.</summary>
    public CameraStatus Status { get; } = new();

    /// <summary>What it shows.</summary>
    public LiveView View { get; } = new();

    /// <summary>Whether frames are pushed to it.</summary>
    public bool TakesPushes => _feed.IsPushed;

    /// <summary>Takes a pushed JPEG.</summary>
    /// <exception cref="VadException">It is none, or the model is not loaded yet.</exception>
    public void Push(byte[] jpeg) => _feed.Push(jpeg);

    /// <summary>Has the scorer look, before its next frame, whether the model's file has changed.</summary>
    public void CheckModel() => _looks = true;

    /// <summary>Takes settings that differ in words alone: the reading goes on, and the next frames are scored so.</summary>
    /// <returns>Whether they do.</returns>
    public bool TryRedefine(Camera camera)
    {
        Camera asBefore = camera.Copy();
        asBefore.Texts = _camera.Texts;
        bool isOnlyThat = asBefore.Texts != camera.Texts && JsonSerializer.Serialize(asBefore) == JsonSerializer.Serialize(_camera);
        _camera = isOnlyThat ? camera : _camera;
        return isOnlyThat;
    }

    /// <summary>Stops watching; what goes on stays open for the next worker or process.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _scorer.Join();
        _feed.Dispose();
        _recent.Dispose();
        _levels.Write();
        Status.Set(CameraState.Off, "");
    }

    private void Score()
    {
        var pauses = new Pauses();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Camera camera = _camera;
                using ModelLease lease = _shelf.Take(camera);
                LiveModel.Check(lease.Model);   // the file may be another one now
                ScoreWith(lease, camera, pauses);
            }
            catch (Exception e) when (_stop.IsCancellationRequested || e is OperationCanceledException)
            {
                return;   // a stock transform wraps the cancellation
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Status.Set(CameraState.Faulty, e.Message);
                _log.LogError("Camera {Camera} is not scored: {Reason}", _camera.Name, e.Message);
                _stop.Token.WaitHandle.WaitOne(pauses.Next());
            }
        }
    }

    private void ScoreWith(ModelLease lease, Camera camera, Pauses pauses)
    {
        VideoOptions clips = lease.Model.ClipOptions();
        var format = new FrameFormat(clips.Height, clips.Width, clips.Channels);
        float threshold = camera.Threshold ?? lease.Model.Threshold ?? 0.5f;
        Status.Threshold = threshold;
        _feed.Start(format, lease.Model.FramesPerSecond ?? double.PositiveInfinity);
        _silence.Begin();
        _hasScored = false;
        while (_feed.Rate is null)
        {
            Hear(came: false);
            _stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(0.1));
            _stop.Token.ThrowIfCancellationRequested();
        }

        var waiting = new Queue<LiveFrame>();
        long first = 0;
        VideoSource source = VideoSource.FromFrames(camera.Name, Frames(lease, camera, format, waiting), count: null, format, _feed.Rate);
        foreach (FrameScore score in new VideoScorer(lease.Context, _levels.Continue(lease.Model)) { Live = true }.Score(source, _stop.Token))
        {
            // results come in the order of the frames, some frames later
            for (; first < score.Frame && waiting.Count > 1; first++)
            {
                waiting.Dequeue();
            }

            if (waiting.TryPeek(out LiveFrame? frame) && !score.IsFilled)
            {
                pauses.Reset();
                if (!_hasScored)
                {
                    _hasScored = true;
                    _load.Begin();
                }

                _load.Look();
                _levels.Note(score.SlowChange);
                Status.Add(score.Score, _clock.Seconds - frame.Seconds);
                _recorder.Add(frame, score, threshold, _schedule.Counts(frame.At) && _area.Counts(score.Place));
                Status.Event = _recorder.Current;
            }
        }
    }

    // ends when the model's file has changed, or what is said in words, so that the next round takes the new one; and when the camera falls silent, for no
    // clip is to go from before to after
    private IEnumerable<PushedFrame> Frames(ModelLease lease, Camera camera, FrameFormat format, Queue<LiveFrame> waiting)
    {
        long? last = null;
        while (!_stop.IsCancellationRequested && _camera == camera && !(_looks && lease.IsOutdated))
        {
            _looks = false;
            bool came = _queue.TryTake(() => _clock.Seconds, TimeSpan.FromSeconds(0.5), out LiveFrame? frame, _stop.Token);
            Status.Dropped = _queue.Dropped;
            if (Hear(came) && _hasScored)
            {
                yield break;   // fewer frames than a clip are no video
            }

            if (came && frame!.Pixels is { } pixels && pixels.Length == format.FrameBytes)
            {
                byte[] jpeg = Pictures.Jpeg(pixels, format);
                View.Show(jpeg);
                LiveFrame seen = frame with { Pixels = null, Jpeg = jpeg };
                waiting.Enqueue(seen);
                _recent.Add(seen, _feed.Rate ?? camera.FramesPerSecond);
                long missing = last is { } before ? seen.Number - before - 1 : 0;
                last = seen.Number;
                yield return new PushedFrame(pixels, missing);
            }
        }
    }

    // a camera that falls silent ends the event that goes on
    private bool Hear(bool came)
    {
        bool falls = _silence.Look(came);
        if (falls)
        {
            _recorder.Finish();
            Status.Event = null;
        }

        return falls;
    }
}

/// <summary>What all cameras share.</summary>
internal sealed record WorkerParts(ModelShelf Shelf, VadFolders Folders, RecentFiles Recent, EventWriter Writer, ClipEncoder Encoder, MonotonicClock Clock, ILogger Log);

/// <summary>Pauses that grow from one second to thirty.</summary>
internal sealed class Pauses
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = TimeSpan.FromSeconds(1);

    /// <summary>The pause before the next attempt.</summary>
    public TimeSpan Next()
    {
        TimeSpan pause = _next;
        _next = 2 * _next < Longest ? 2 * _next : Longest;
        return pause;
    }

    /// <summary>It went well.</summary>
    public void Reset() => _next = TimeSpan.FromSeconds(1);
}
