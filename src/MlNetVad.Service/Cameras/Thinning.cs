namespace MlNetVad.Service.Cameras;

/// <summary>Which frames of a faster source are taken, so that at most so many a second remain.</summary>
/// <param name="framesPerSecond">How many.</param>
/// <param name="began">The time of the first frame, in seconds.</param>
internal sealed class Thinning(double framesPerSecond, double began)
{
    private readonly double _step = 1 / framesPerSecond;
    private double _due = began;

    /// <summary>Whether the frame of this time is taken; times do not go back.</summary>
    public bool Takes(double seconds)
    {
        // half a frame early is in time; who was away does not catch up
        if (seconds < _due - (_step / 2))
        {
            return false;
        }

        _due = Math.Max(_due + _step, seconds);
        return true;
    }
}
