using MlNetVad.Service.Data;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Cameras;

/// <summary>Makes an event of a camera that is silent, from its last frame to the next. A silence outside the camera's hours becomes an event when they begin.</summary>
internal sealed class SilenceWatch(Camera camera, Schedule schedule, CameraStatus status, EventWriter writer, MonotonicClock clock)
{
    private double _heard = clock.Seconds;
    private DateTime _heardAt = clock.Now;
    private bool _isSilent;
    private VadEvent? _open;

    /// <summary>Takes up a silence that an earlier process saw begin.</summary>
    public void Resume(VadEvent item)
    {
        writer.Know(item.Id);
        (_open, _isSilent) = (item, true);
    }

    /// <summary>Frames can come from now on: the time that the model took to load is no silence.</summary>
    public void Begin() => (_heard, _heardAt) = (clock.Seconds, clock.Now);

    /// <summary>Looks, at least once a second.</summary>
    /// <param name="came">Whether a frame has come since the last look.</param>
    /// <returns>Whether the camera has fallen silent just now.</returns>
    public bool Look(bool came)
    {
        if (came)
        {
            (_heard, _heardAt, _isSilent) = (clock.Seconds, clock.Now, false);
            End();
            return false;
        }

        bool falls = !_isSilent && clock.Seconds - _heard >= camera.SilentSeconds;
        _isSilent |= falls;
        if (falls)
        {
            status.Set(CameraState.Silent, status.Fault.Length > 0 ? status.Fault : Reason);
        }

        if (_isSilent && _open is null && schedule.Counts(clock.Now))
        {
            Begins();
        }
        else if (_open is not null && Cause is { } cause && _open.Reason != cause)
        {
            _open.Reason = cause;   // it takes a decoder some seconds to say why
            writer.Post(_open);
        }

        return falls;
    }

    private string Reason => $"No frame came for {camera.SilentSeconds:0.#} s.";

    private string? Cause => status.Fault.Length > 0 && status.Fault != Reason ? $"{Reason} {status.Fault}" : null;

    private void Begins()
    {
        _open = new VadEvent { CameraId = camera.Id, CameraName = camera.Name, Kind = EventKind.Silent, StartedAt = _heardAt, LastAt = clock.Now, PeakAt = _heardAt, Reason = Cause ?? Reason };
        writer.Post(_open);
    }

    private void End()
    {
        if (_open is not null)
        {
            _open.LastAt = clock.Now;
            _open.EndedAt = clock.Now;
            writer.Post(_open);
            _open = null;
        }
    }
}
