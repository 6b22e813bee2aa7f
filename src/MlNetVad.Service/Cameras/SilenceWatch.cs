using MlNetVad.Service.Data;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Cameras;

/// <summary>Makes an event of a camera that is silent, from its last frame to the next.</summary>
internal sealed class SilenceWatch(Camera camera, CameraStatus status, EventWriter writer, MonotonicClock clock)
{
    private double _heard = clock.Seconds;
    private DateTime _heardAt = clock.Now;
    private VadEvent? _open;

    /// <summary>Takes up a silence that an earlier process saw begin.</summary>
    public void Resume(VadEvent item)
    {
        writer.Know(item.Id);
        _open = item;
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
            (_heard, _heardAt) = (clock.Seconds, clock.Now);
            End();
            return false;
        }

        if (_open is not null || clock.Seconds - _heard < camera.SilentSeconds)
        {
            return false;
        }

        _open = new VadEvent
        {
            CameraId = camera.Id,
            CameraName = camera.Name,
            Kind = EventKind.Silent,
            StartedAt = _heardAt,
            LastAt = clock.Now,
            PeakAt = _heardAt,
            Reason = $"No frame came for {camera.SilentSeconds:0.#} s.{(status.Problem.Length > 0 ? " " + status.Problem : "")}",
        };
        status.Set(CameraState.Silent, status.Problem.Length > 0 ? status.Problem : _open.Reason);
        writer.Post(_open);
        return true;
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
