namespace MlNetVad.Video;

/// <summary>How patient reading is with a stream behind a URL; files do not heed it.</summary>
public sealed class StreamOptions
{
    private const double Most = 1e6;

    /// <summary>Seconds without data, or without a frame, after which a stream has broken off: above 0 up to a million.</summary>
    public double TimeoutSeconds = 10;

    /// <summary>
    /// Seconds for which a live stream that broke off is tried again, with pauses that grow from one second to thirty, 0 up to a million;
    /// they count anew after every frame that comes. 0 does not try. Frames are numbered on, times include the outage.
    /// </summary>
    public double ReconnectSeconds;

    /// <summary>Refuses what is not possible.</summary>
    /// <exception cref="VadException">A value is out of its range.</exception>
    internal StreamOptions Checked() =>
        TimeoutSeconds is not (> 0 and <= Most) ? throw new VadException(FormattableString.Invariant($"{nameof(TimeoutSeconds)} is {TimeoutSeconds}; give a number above 0 up to {Most:0}."))
        : ReconnectSeconds is not (>= 0 and <= Most) ? throw new VadException(FormattableString.Invariant($"{nameof(ReconnectSeconds)} is {ReconnectSeconds}; give a number from 0 to {Most:0}."))
        : this;
}
