using System.Numerics.Tensors;

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
        int row = shape.Width * shape.Channels;
        for (int start = 0; start < picture.Length; start += row)
        {
            ReadOnlySpan<byte> line = picture.Slice(start, row);
            Spread(line, line, shape.Channels, _rowLow.AsSpan(start, row), _rowHigh.AsSpan(start, row));
        }

        Spread(_rowLow, _rowHigh, row, _low, _high);
    }

    /// <summary>Brings the background to the brightness of a frame: the median ratio of their levels.</summary>
    public void Match(ReadOnlySpan<byte> frame)
    {
        int step = Math.Max(1, frame.Length / GainSamples), count = 0;
        for (int at = step / 2; at < frame.Length && count < GainSamples; at += step)
        {
            _ratios[count++] = (frame[at] + 1f) / (((_low[at] + _high[at]) * 0.5f) + 1f);
        }

        float gain = Math.Clamp(Selection.Nth(_ratios.AsSpan(0, count), count / 2), LeastGain, MostGain);
        gain = Math.Abs(gain - 1) < Unchanged ? 1 : gain;
        for (int level = 0; level < 256; level++)
        {
            _lowest[level] = (byte)Math.Min(255, gain * level);
            _highest[level] = (byte)Math.Min(255, MathF.Ceiling(gain * level));
        }
    }

    /// <summary>How far each pixel of the frame last matched lies outside the range, in levels: the most of its colours.</summary>
    /// <param name="frame">[H, W, C].</param>
    /// <param name="distances">H × W, written.</param>
    public void Distances(ReadOnlySpan<byte> frame, Span<byte> distances)
    {
        Map(_low, _lowest, _rowLow);
        Map(_high, _highest, _rowHigh);
        TensorPrimitives.Max(frame, _rowLow, _rowLow);
        TensorPrimitives.Subtract(_rowLow, frame, _rowLow);      // by how much it is below
        TensorPrimitives.Min(frame, _rowHigh, _rowHigh);
        TensorPrimitives.Subtract(frame, _rowHigh, _rowHigh);    // above
        TensorPrimitives.Max<byte>(_rowLow, _rowHigh, _rowLow);
        if (shape.Channels == 1)
        {
            _rowLow.CopyTo(distances);
            return;
        }

        int colours = Math.Min(shape.Channels, 3);
        for (int pixel = 0, at = 0; pixel < distances.Length; pixel++, at += shape.Channels)
        {
            byte most = _rowLow[at];
            for (int c = 1; c < colours; c++)
            {
                most = Math.Max(most, _rowLow[at + c]);
            }

            distances[pixel] = most;
        }
    }

    private static void Map(ReadOnlySpan<byte> picture, ReadOnlySpan<byte> levels, Span<byte> mapped)
    {
        for (int i = 0; i < mapped.Length; i++)
        {
            mapped[i] = levels[picture[i]];
        }
    }

    // of each value and those so far before and behind it
    private static void Spread(ReadOnlySpan<byte> lows, ReadOnlySpan<byte> highs, int apart, Span<byte> low, Span<byte> high)
    {
        lows.CopyTo(low);
        highs.CopyTo(high);
        TensorPrimitives.Min(low[apart..], lows[..^apart], low[apart..]);
        TensorPrimitives.Min(low[..^apart], lows[apart..], low[..^apart]);
        TensorPrimitives.Max(high[apart..], highs[..^apart], high[apart..]);
        TensorPrimitives.Max(high[..^apart], highs[apart..], high[..^apart]);
    }
}
