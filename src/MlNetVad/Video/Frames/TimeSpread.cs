namespace MlNetVad.Video.Frames;

/// <summary>How the frames that came lie in time.</summary>
/// <param name="frameSeconds">How long a frame lasts where only one came; 0 where no rate is known.</param>
internal struct TimeSpread(double frameSeconds)
{
    private double _first = double.NaN;
    private double _longestStep;
    private double _shift;
    private int _steps;

    /// <summary>The last frame's time in seconds; NaN where unknown.</summary>
    public double Last { get; private set; } = double.NaN;

    /// <summary>Seconds from the first frame to the last, and a mean step for the last one itself.</summary>
    public readonly double Seconds => _steps == 0 ? frameSeconds : (Last - _first) * (_steps + 1) / _steps;

    /// <summary>Takes the next frame's time stamp; where stamps begin anew, as after a recorder's restart, time goes on.</summary>
    /// <returns>The frame's time; NaN where unknown.</returns>
    public double Add(double stamp)
    {
        if (double.IsNaN(stamp))
        {
            return stamp;
        }

        double time = stamp + _shift;
        if (double.IsNaN(_first))
        {
            _first = time;
        }
        else
        {
            if (time < Last)
            {
                _shift += Last - time;
                time = Last;
            }

            _longestStep = Math.Max(_longestStep, time - Last);
            _steps++;
        }

        Last = time;
        return time;
    }

    /// <summary>Whether a promised length did not come: what lacks is more than a twentieth, and more than the longest pause between two frames explains.</summary>
    public readonly bool Lacks(double promised) =>
        !double.IsNaN(_first) && promised - Seconds > Math.Max(promised / 20, 3 * _longestStep);
}
