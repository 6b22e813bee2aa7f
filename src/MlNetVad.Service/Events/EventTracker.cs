namespace MlNetVad.Service.Events;

/// <summary>What a frame means for an event.</summary>
internal enum EventStep
{
    None,
    Begins,
    GoesOn,
    Ends,
}

/// <summary>
/// When an event begins and ends: it begins when frames were over the threshold for a while, and is over when none was for the
/// cool-down. What comes up again before that is the same event. Times are seconds of a clock that never jumps.
/// </summary>
/// <param name="minimumSeconds">How long over the threshold before it is an event; 0 for one frame.</param>
/// <param name="coolDownSeconds">How long under it before it is over.</param>
internal sealed class EventTracker(double minimumSeconds, double coolDownSeconds)
{
    private bool _isOver;

    /// <summary>Whether an event goes on.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>When the event, or what may become one, began.</summary>
    public double Start { get; private set; }

    /// <summary>When a frame was last over the threshold.</summary>
    public double Last { get; private set; }

    /// <summary>Takes up an event that an earlier process began.</summary>
    /// <param name="last">When a frame was last over the threshold; before the clock's start it is negative.</param>
    public void Resume(double last) => (IsOpen, Start, Last) = (true, last, last);

    /// <summary>Takes the next frame.</summary>
    /// <param name="seconds">Its time.</param>
    /// <param name="isAbove">Whether it is over the threshold, and counts.</param>
    public EventStep Next(double seconds, bool isAbove)
    {
        if (IsOpen && seconds - Last > coolDownSeconds)
        {
            (IsOpen, _isOver) = (false, false);   // what this frame says is the next event's; it is heard with the next frame
            return EventStep.Ends;
        }

        if (!isAbove)
        {
            _isOver = false;
            return IsOpen ? EventStep.GoesOn : EventStep.None;
        }

        Start = _isOver || IsOpen ? Start : seconds;
        (_isOver, Last) = (true, seconds);
        if (IsOpen)
        {
            return EventStep.GoesOn;
        }

        IsOpen = seconds - Start >= minimumSeconds;
        return IsOpen ? EventStep.Begins : EventStep.None;
    }

    /// <summary>Ends what goes on: no more frames come.</summary>
    /// <returns>Whether an event was ended.</returns>
    public bool Finish()
    {
        bool ended = IsOpen;
        (IsOpen, _isOver) = (false, false);
        return ended;
    }
}
