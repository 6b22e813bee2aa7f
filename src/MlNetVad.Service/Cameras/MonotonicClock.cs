namespace MlNetVad.Service.Cameras;

/// <summary>Times of frames: durations come from a clock that never jumps, the wall clock is only written down.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Seconds since the service began.</summary>
    public double Seconds => time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>The wall clock, UTC.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;
}
