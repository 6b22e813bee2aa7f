namespace MlNetVad.Transforms.Presence;

/// <summary>
/// A background picture as the range of levels within a pixel of each place, so that a camera that shakes by a pixel changes nothing;
/// compared after its brightness was brought to the frame's.
/// </summary>
internal sealed class Envelope(ClipShape shape)
{
    private const int GainSamples = 2048;
    private const float LeastGain = 0.4f, MostGain = 2.5f, Unchanged = 0.02f;
    private readonly byte[] _low = new byte[shape.FrameBytes];
    private readonly byte[] _high = new byte[shape.FrameBytes];
    private readonly byte[] _rowLow = new byte[shape.FrameBytes];
    private readonly byte[] _rowHigh = new byte[shape.FrameBytes];
    private readonly float[] _ratios = new float[GainSamples];
    private readonly byte[] _lowest = new byte[256];   // by level, at the frame's brightness
    private readonly byte[] _highest = new byte[256];

    /// <summary>Takes a picture, [H, W, C].</summary>
    public void Load(ReadOnlySpan<byte> picture)
    {
        (int channels, int row) = (shape.Channels, shape.Width * shape.Channels);
        for (int at = 0; at < picture.Length; at++)
        {
            int x = at % row;
            byte left = x >= channels ? picture[at - channels] : picture[at];
            byte right = x + channels < row ? picture[at + channels] : picture[at];
            _rowLow[at] = Math.Min(picture[at], Math.Min(left, right));
            _rowHigh[at] = Math.Max(picture[at], Math.Max(left, right));
        }

        for (int at = 0; at < picture.Length; at++)
        {
            int above = at >= row ? at - row : at;
            int below = at + row < picture.Length ? at + row : at;
            _low[at] = Math.Min(_rowLow[at], Math.Min(_rowLow[above], _rowLow[below]));
            _high[at] = Math.Max(_rowHigh[at], Math.Max(_rowHigh[above], _rowHigh[below]));
        }
    }

    /// <summary>Brings the background to the brightness of a frame: the median ratio of their levels.</summary>
    public void Match(ReadOnlySpan<byte> frame)
    {
        int step = Math.Max(1, frame.Length / GainSamples), count = 0;
        for (int at = step / 2; at < frame.Length && count < GainSamples; at += step)
        {
            _ratios[count++] = (frame[at] + 1f) / (((_low[at] + _high[at]) * 0.5f) + 1f);
        }

        Array.Sort(_ratios, 0, count);
        float gain = Math.Clamp(_ratios[count / 2], LeastGain, MostGain);
        gain = Math.Abs(gain - 1) < Unchanged ? 1 : gain;
        for (int level = 0; level < 256; level++)
        {
            _lowest[level] = (byte)Math.Min(255, gain * level);
            _highest[level] = (byte)Math.Min(255, MathF.Ceiling(gain * level));
        }
    }

    /// <summary>How far a pixel of the frame last matched lies outside the range, in levels: the most of its channels.</summary>
    public int Distance(ReadOnlySpan<byte> frame, int at, int channels)
    {
        int most = 0;
        for (int c = at; c < at + channels; c++)
        {
            int level = frame[c];
            most = Math.Max(most, Math.Max(_lowest[_low[c]] - level, level - _highest[_high[c]]));
        }

        return most;
    }
}
