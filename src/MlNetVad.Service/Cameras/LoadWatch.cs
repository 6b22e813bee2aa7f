namespace MlNetVad.Service.Cameras;

/// <summary>Says so when the machine is too slow for its cameras: nobody sees that a frame was left out.</summary>
internal sealed class LoadWatch(string camera, CameraStatus status, MonotonicClock clock, ILogger log)
{
    private const double Seconds = 60, Much = 0.1;

    private double _since = clock.Seconds;
    private long _came = status.Frames, _dropped = status.Dropped;

    /// <summary>Counts from now on: what was left out while the model was loaded says nothing.</summary>
    public void Begin() => (_since, _came, _dropped) = (clock.Seconds, status.Frames, status.Dropped);

    /// <summary>Looks at the last minute, when it is over.</summary>
    public void Look()
    {
        if (clock.Seconds - _since < Seconds)
        {
            return;
        }

        double share = (status.Dropped - _dropped) / Math.Max(1.0, status.Frames - _came);
        bool isNew = share > Much && status.Overload.Length == 0;
        status.Overload = share > Much
            ? FormattableString.Invariant($"This machine is too slow for its cameras: {100 * share:0} % of this one's frames were left out in the last minute, and what is short can be missed. Watch fewer cameras here, or fewer frames a second.")
            : "";
        if (isNew)
        {
            log.LogWarning("Camera {Camera}: {Problem}", camera, status.Overload);
        }

        Begin();
    }
}
