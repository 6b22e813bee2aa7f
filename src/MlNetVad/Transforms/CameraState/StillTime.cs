namespace MlNetVad.Transforms.Camera;

/// <summary>Counts for how long not a byte of the picture has changed.</summary>
internal sealed class StillTime(double framesPerSecond)
{
    private byte[] _last = [];
    private long _frame;
    private double _seconds;

    /// <summary>Takes the next frame of a video and gives the seconds since the last change.</summary>
    /// <param name="begins">Whether another video begins with it.</param>
    /// <param name="number">The frame's number.</param>
    /// <param name="frame">Its bytes.</param>
    public double Next(bool begins, long number, ReadOnlySpan<byte> frame)
    {
        _seconds = !begins && frame.SequenceEqual(_last) ? _seconds + ((number - _frame) / framesPerSecond) : 0;
        if (_seconds == 0)
        {
            Array.Resize(ref _last, frame.Length);
            frame.CopyTo(_last);
        }

        _frame = number;
        return _seconds;
    }
}
