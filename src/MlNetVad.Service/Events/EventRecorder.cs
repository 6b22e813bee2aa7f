using System.Text.Json;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>Makes events of one camera's scores: from onset to end one id, updated in place. Not thread-safe.</summary>
internal sealed class EventRecorder(Camera camera, VadFolders folders, EventWriter writer, ClipEncoder encoder, MonotonicClock clock, ILogger log)
{
    private const double PreRollSeconds = 3, UpdateSeconds = 1;

    private readonly EventTracker _tracker = new(camera.MinimumSeconds, camera.CoolDownSeconds);
    private readonly Queue<(LiveFrame Frame, FrameScore Score)> _before = new();
    private VadEvent? _open;
    private Clip? _clip;
    private NormalPicture? _nearest;
    private double _posted;

    /// <summary>The event that goes on; null where none does.</summary>
    public Guid? Current => _open?.Id;

    /// <summary>Takes up an event that an earlier process began; if nothing unusual follows within the cool-down, it ends where it was last seen.</summary>
    public void Resume(VadEvent item)
    {
        writer.Know(item.Id);
        _open = item;
        _clip = new Clip(folders.Spool(item.Id), item.Curve);
        _tracker.Resume(clock.Seconds);   // the time that the process was away does not count
    }

    /// <summary>Takes a scored frame.</summary>
    public void Add(LiveFrame frame, FrameScore score, float threshold, bool counts)
    {
        bool isAbove = counts && score.Score > threshold;
        switch (_tracker.Next(frame.Seconds, isAbove))
        {
            case EventStep.Begins:
                Keep(frame, score);
                Begin(threshold);
                break;
            case EventStep.GoesOn:
                Take(frame, score, isAbove);
                break;
            case EventStep.Ends:
                End();
                Keep(frame, score);
                break;
            default:
                Keep(frame, score);
                break;
        }
    }

    /// <summary>Ends what goes on: no more frames come.</summary>
    public void Finish()
    {
        if (_tracker.Finish())
        {
            End();
        }
    }

    private void Begin(float threshold)
    {
        (LiveFrame Frame, FrameScore Score)[] before = [.. _before];
        (LiveFrame first, _) = before.First(pair => pair.Frame.Seconds >= _tracker.Start || pair == before[^1]);
        _before.Clear();
        _open = new VadEvent
        {
            CameraId = camera.Id,
            CameraName = camera.Name,
            Threshold = threshold,
            StartedAt = first.At,
            LastAt = first.At,
            Peak = float.NegativeInfinity,
        };
        _clip = new Clip(folders.Spool(_open.Id));
        _posted = before[^1].Frame.Seconds;   // nobody is told before the peak is known
        foreach ((LiveFrame frame, FrameScore score) in before)
        {
            Take(frame, score, frame.Seconds >= first.Seconds);
        }

        Post();
    }

    private void Take(LiveFrame frame, FrameScore score, bool isAbove)
    {
        if (_clip!.Add(frame.Jpeg, frame.Seconds, score.Score, isAbove ? score.Place : null) is { } fault)
        {
            log.LogWarning("A frame of event {Event} is not kept: {Reason}", _open!.Id, fault);
        }

        if (isAbove)
        {
            _open!.LastAt = frame.At;
            if (score.Score > _open.Peak)
            {
                Peak(frame, score);
            }
        }

        if (frame.Seconds - _posted >= UpdateSeconds)
        {
            Post();
            _posted = frame.Seconds;
        }
    }

    private void Peak(LiveFrame frame, FrameScore score)
    {
        _open!.Peak = score.Score;
        _open.PeakAt = frame.At;
        _open.Part = score.Evidence?.Part ?? "";
        _open.Reason = Reasons.Of(score.Evidence);
        _open.Place = score.Place is { } box ? JsonSerializer.Serialize((float[])[box.X, box.Y, box.Width, box.Height]) : null;
        try
        {
            AtomicFile.Write(folders.Thumbnail(_open.Id), stream => stream.Write(frame.Jpeg));
            Compare(score.Evidence?.Nearest);
        }
        catch (VadException e)
        {
            log.LogWarning("The picture of event {Event} is not kept: {Reason}", _open.Id, e.Message);
        }
    }

    // the event's peak beside what is normal to the part of the score that made it
    private void Compare(NormalPicture? nearest)
    {
        if (nearest is null)
        {
            File.Delete(folders.Normal(_open!.Id));
        }
        else if (nearest != _nearest)
        {
            AtomicFile.Write(folders.Normal(_open!.Id), stream => stream.Write(Pictures.Marked(nearest.Jpeg.Span, nearest.Place)));
        }

        _nearest = nearest;
    }

    private void End()
    {
        _open!.EndedAt = _open.LastAt;
        _open.Bytes = folders.BytesOf(_open.Id);   // its clip may wait for long, and its frames take room meanwhile
        Post();
        encoder.Enqueue(_open.Id);
        (_open, _clip, _nearest) = (null, null, null);
    }

    private void Post()
    {
        _open!.Curve = _clip!.Curve;
        writer.Post(_open);
    }

    private void Keep(LiveFrame frame, FrameScore score)
    {
        _before.Enqueue((frame, score));
        while (frame.Seconds - _before.Peek().Frame.Seconds > PreRollSeconds + camera.MinimumSeconds)
        {
            _before.Dequeue();
        }
    }
}
