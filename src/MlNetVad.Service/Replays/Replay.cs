using MlNetVad.Evaluation;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Models;
using MlNetVad.Video;

namespace MlNetVad.Service.Replays;

/// <summary>How a replay stands.</summary>
internal enum ReplayState
{
    Running,
    Done,
    Failed,
}

/// <summary>
/// A recording through a camera's pipeline with its settings as they are and with others, as fast as the machine does it. It is scored once
/// where both have the same model. Nothing is written and nobody is told.
/// </summary>
internal sealed class Replay(Camera before, Camera after, string name, VideoSource source, ModelShelf shelf)
{
    private readonly Recording _recording = new(source, before.FramesPerSecond);
    private readonly string[] _models = [.. new[] { before.Model, after.Model }.Distinct()];
    private int _pass;

    /// <summary>What is replayed, as it may be shown.</summary>
    public string Name => name;

    public ReplaySide Before { get; } = new(before);

    public ReplaySide After { get; } = new(after);

    public ReplayState State { get; private set; }

    /// <summary>What went wrong, in a sentence; empty where nothing did.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>How far it is, 0 … 1; null where nobody knows how much there is.</summary>
    public double? Progress => State == ReplayState.Done ? 1 : (_recording.Progress + _pass) / _models.Length;

    /// <summary>Does it.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(CancellationToken stop)
    {
        try
        {
            for (_pass = 0; _pass < _models.Length; _pass++)
            {
                using ModelLease lease = shelf.Take(_models[_pass]);
                Score(lease, [.. new[] { Before, After }.Where(side => side.Settings.Model == _models[_pass])], stop);
            }

            State = ReplayState.Done;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            (State, Problem) = (ReplayState.Failed, e.Message);
        }
    }

    private void Score(ModelLease lease, ReplaySide[] sides, CancellationToken stop)
    {
        VideoOptions clips = lease.Model.ClipOptions();
        var format = new FrameFormat(clips.Height, clips.Width, clips.Channels);
        Array.ForEach(sides, side => side.Begin(lease.Model.Threshold));
        var waiting = new Queue<RecordedFrame>();
        long first = 0;
        foreach (FrameScore score in new VideoScorer(lease.Context, lease.Model).Score(VideoSource.FromFrames(name, Frames(), format, _recording.Rate), stop))
        {
            // results come in the order of the frames, some frames later
            for (; first < score.Frame && waiting.Count > 1; first++)
            {
                waiting.Dequeue();
            }

            if (waiting.TryPeek(out RecordedFrame? frame) && !score.IsFilled)
            {
                Array.ForEach(sides, side => side.Add(frame.Seconds, score, () => Pictures.Jpeg(frame.Pixels, format)));
            }
        }

        IEnumerable<byte[]> Frames()
        {
            foreach (RecordedFrame frame in _recording.Frames(format, stop))
            {
                waiting.Enqueue(frame);
                yield return frame.Pixels;
            }
        }
    }
}
