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
/// where both have the same model and texts. Nothing is written and nobody is told.
/// </summary>
internal sealed class Replay
{
    private readonly ModelShelf _shelf;
    private readonly (ReplaySide[] Sides, IRecording Recording)[] _passes;

    /// <summary>Prepares one.</summary>
    /// <param name="before">The camera as it is.</param>
    /// <param name="after">The camera with other settings.</param>
    /// <param name="name">The recording, as it may be shown.</param>
    /// <param name="recording">Opens the recording.</param>
    /// <param name="shelf">The models.</param>
    public Replay(Camera before, Camera after, string name, Func<IRecording> recording, ModelShelf shelf)
    {
        (Name, Before, After, _shelf) = (name, new ReplaySide(before), new ReplaySide(after), shelf);
        _passes = [.. new[] { Before, After }.GroupBy(side => (side.Settings.Model, side.Settings.Texts)).Select(same => (same.ToArray(), recording()))];
    }

    /// <summary>What is replayed, as it may be shown.</summary>
    public string Name { get; }

    public ReplaySide Before { get; }

    public ReplaySide After { get; }

    public ReplayState State { get; private set; }

    /// <summary>What went wrong, in a sentence; empty where nothing did.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>How far it is, 0 … 1; null where nobody knows how much there is.</summary>
    public double? Progress => State == ReplayState.Done ? 1 : _passes.Average(pass => pass.Recording.Progress);

    /// <summary>Does it.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(CancellationToken stop)
    {
        var passes = new List<IEnumerator<double>>();
        try
        {
            passes.AddRange(_passes.Select(pass => Score(pass.Sides, pass.Recording, stop).GetEnumerator()));

            // whichever is behind goes on, so that both curves grow together
            var behind = new PriorityQueue<IEnumerator<double>, double>(passes.Select(pass => (pass, 0.0)));
            while (behind.TryDequeue(out IEnumerator<double>? pass, out _))
            {
                if (pass.MoveNext())
                {
                    behind.Enqueue(pass, pass.Current);
                }
            }

            State = ReplayState.Done;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            (State, Problem) = (ReplayState.Failed, e.Message);
        }
        finally
        {
            passes.ForEach(pass => pass.Dispose());
        }
    }

    // gives the seconds of the recording that it has come to
    private IEnumerable<double> Score(ReplaySide[] sides, IRecording recording, CancellationToken stop)
    {
        using ModelLease lease = _shelf.Take(sides[0].Settings);
        VideoOptions clips = lease.Model.ClipOptions();
        var format = new FrameFormat(clips.Height, clips.Width, clips.Channels);
        Array.ForEach(sides, side => side.Begin(lease.Model.Threshold));
        var waiting = new Queue<RecordedFrame>();
        long first = 0;
        double most = lease.Model.FramesPerSecond ?? double.PositiveInfinity, rate = Math.Min(recording.Rate, most);
        foreach (FrameScore score in new VideoScorer(lease.Context, lease.Model).Score(VideoSource.FromFrames(Name, Frames(), format, rate), stop))
        {
            // results come in the order of the frames, some frames later
            for (; first < score.Frame && waiting.Count > 1; first++)
            {
                waiting.Dequeue();
            }

            if (waiting.TryPeek(out RecordedFrame? frame) && !score.IsFilled)
            {
                Array.ForEach(sides, side => side.Add(frame.Seconds, score, () => Pictures.Jpeg(frame.Pixels, format)));
                yield return frame.Seconds;
            }
        }

        IEnumerable<byte[]> Frames()
        {
            var thinning = new Thinning(most, began: 0);
            foreach (RecordedFrame frame in recording.Frames(format, stop).Where(frame => recording.Rate <= most || thinning.Takes(frame.Seconds)))
            {
                waiting.Enqueue(frame);
                yield return frame.Pixels;
            }
        }
    }
}
