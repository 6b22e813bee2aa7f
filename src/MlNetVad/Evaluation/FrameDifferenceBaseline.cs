using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetVad.Evaluation;

/// <summary>The two scores of the trivial motion baselines, in grey levels (0 to 255).</summary>
/// <param name="Mean">Mean of |ΔI| over the frame's pixels and channels.</param>
/// <param name="MaxBox">Highest mean of |ΔI| over a square box around any pixel, the picture mirrored at its edges.</param>
public readonly record struct FrameDifferenceScores(float Mean, float MaxBox);

/// <summary>
/// The trivial baselines that every learnt method must beat: how much the picture changes from frame to frame, over
/// the whole frame and over the box that changes most. Fed with one video's frames in order; not thread-safe.
/// </summary>
public sealed class FrameDifferenceBaseline
{
    /// <summary>Side of the box in pixels unless said otherwise.</summary>
    public const int DefaultBox = 24;

    private const int MaxBox = 256;

    private readonly int _width, _height, _channels, _box;
    private readonly byte[] _previous, _difference;
    private readonly ushort[] _columns;
    private readonly int[] _pixelColumns;
    private bool _hasPrevious;

    /// <summary>Prepares for frames of one size.</summary>
    /// <param name="width">Frame width in pixels.</param>
    /// <param name="height">Frame height in pixels.</param>
    /// <param name="channels">Interleaved channels a pixel, 1 or 3 as a rule.</param>
    /// <param name="box">Side of the box in pixels, 1 to 256.</param>
    public FrameDifferenceBaseline(int width, int height, int channels, int box = DefaultBox)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(box, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(box, MaxBox);
        (_width, _height, _channels, _box) = (width, height, channels, box);
        _previous = new byte[width * height * channels];
        _difference = new byte[_previous.Length];
        _columns = new ushort[width * channels];
        _pixelColumns = new int[width + box - 1];
    }

    /// <summary>Takes the next frame of the video.</summary>
    /// <param name="frame">Row-major H × W × C bytes.</param>
    /// <returns>How it differs from the frame before; NaN for the first.</returns>
    /// <exception cref="VadException">The frame has another size.</exception>
    public FrameDifferenceScores Next(ReadOnlySpan<byte> frame)
    {
        if (frame.Length != _previous.Length)
        {
            throw new VadException($"A frame has {frame.Length} bytes; expected {_width}×{_height}×{_channels}, all frames of a video must have one size.");
        }

        FrameDifferenceScores scores = new(float.NaN, float.NaN);
        if (_hasPrevious)
        {
            long total = Subtract(frame, _previous, _difference);
            scores = new FrameDifferenceScores(
                (float)((double)total / frame.Length),
                (float)((double)LargestBox() / ((long)_box * _box * _channels)));
        }

        frame.CopyTo(_previous);
        _hasPrevious = true;
        return scores;
    }

    /// <summary>Forgets the last frame: the next one begins another video.</summary>
    public void Reset() => _hasPrevious = false;

    private static long Subtract(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> difference)
    {
        ReadOnlySpan<Vector<byte>> left = MemoryMarshal.Cast<byte, Vector<byte>>(a);
        ReadOnlySpan<Vector<byte>> right = MemoryMarshal.Cast<byte, Vector<byte>>(b);
        Span<Vector<byte>> output = MemoryMarshal.Cast<byte, Vector<byte>>(difference);
        Vector<uint> sums = Vector<uint>.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            Vector<byte> change = Vector.Max(left[i], right[i]) - Vector.Min(left[i], right[i]);
            output[i] = change;
            Vector.Widen(change, out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low + high, out Vector<uint> first, out Vector<uint> second);
            sums += first + second;
        }

        long total = 0;
        for (int lane = 0; lane < Vector<uint>.Count; lane++)
        {
            total += sums[lane];
        }

        for (int i = left.Length * Vector<byte>.Count; i < a.Length; i++)
        {
            difference[i] = (byte)Math.Abs(a[i] - b[i]);
            total += difference[i];
        }

        return total;
    }

    /// <summary>Running column sums over the box's rows, then a running sum over its columns.</summary>
    private long LargestBox()
    {
        Array.Clear(_columns);
        int before = _box / 2, after = _box - 1 - before;
        for (int y = -before; y < after; y++)
        {
            Accumulate(Row(y), _columns, add: true);
        }

        long largest = 0;
        for (int y = 0; y < _height; y++)
        {
            Accumulate(Row(y + after), _columns, add: true);
            largest = Math.Max(largest, LargestWindow(before, after));
            Accumulate(Row(y - before), _columns, add: false);
        }

        return largest;
    }

    private ReadOnlySpan<byte> Row(int y) => _difference.AsSpan(Mirror(y, _height) * _columns.Length, _columns.Length);

    /// <summary>Index beyond the edge: d c b | a b c d | c b a.</summary>
    private static int Mirror(int index, int length)
    {
        if ((uint)index < (uint)length)
        {
            return index;
        }

        int period = Math.Max(1, 2 * (length - 1));
        int folded = ((index % period) + period) % period;
        return folded < length ? folded : period - folded;
    }

    private static void Accumulate(ReadOnlySpan<byte> row, Span<ushort> columns, bool add)
    {
        ReadOnlySpan<Vector<byte>> source = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        Span<Vector<ushort>> sums = MemoryMarshal.Cast<ushort, Vector<ushort>>(columns);
        for (int i = 0; i < source.Length; i++)
        {
            Vector.Widen(source[i], out Vector<ushort> low, out Vector<ushort> high);
            sums[2 * i] = add ? sums[2 * i] + low : sums[2 * i] - low;
            sums[(2 * i) + 1] = add ? sums[(2 * i) + 1] + high : sums[(2 * i) + 1] - high;
        }

        for (int i = source.Length * Vector<byte>.Count; i < row.Length; i++)
        {
            columns[i] = (ushort)(add ? columns[i] + row[i] : columns[i] - row[i]);
        }
    }

    private int LargestWindow(int before, int after)
    {
        Span<int> inside = _pixelColumns.AsSpan(before, _width);
        for (int x = 0, i = 0; x < inside.Length; x++)
        {
            int sum = 0;
            for (int c = 0; c < _channels; c++)
            {
                sum += _columns[i++];
            }

            inside[x] = sum;
        }

        for (int x = 1; x <= before; x++)
        {
            _pixelColumns[before - x] = inside[Mirror(-x, _width)];
        }

        for (int x = 0; x < after; x++)
        {
            _pixelColumns[before + _width + x] = inside[Mirror(_width + x, _width)];
        }

        int window = 0;
        foreach (int column in _pixelColumns.AsSpan(0, _box))
        {
            window += column;
        }

        int largest = window;
        for (int x = _box; x < _pixelColumns.Length; x++)
        {
            window += _pixelColumns[x] - _pixelColumns[x - _box];
            largest = Math.Max(largest, window);
        }

        return largest;
    }
}
