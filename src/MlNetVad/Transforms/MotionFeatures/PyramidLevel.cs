using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>One level of an image pyramid: float grey levels with a margin mirrored around the edge pixels, so that windows may reach out.</summary>
internal sealed class PyramidLevel
{
    /// <summary>Pixels of margin above, below and at the left.</summary>
    public const int Margin = 16;

    private const int RightMargin = 32;

    private readonly float[] _data;
    private readonly float[] _row;

    /// <summary>A level of one size.</summary>
    public PyramidLevel(int height, int width)
    {
        Height = height;
        Width = width;
        Stride = Margin + width + RightMargin;
        _data = new float[((2 * Margin) + height) * Stride];
        _row = new float[(2 * width) + 16];
    }

    /// <summary>Rows without margins.</summary>
    public int Height { get; }

    /// <summary>Columns without margins.</summary>
    public int Width { get; }

    /// <summary>Floats from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The pixel at row 0, column 0.</summary>
    public ref float Origin => ref _data[(Margin * Stride) + Margin];

    /// <summary>Takes the grey levels of a frame.</summary>
    public void Load(ReadOnlySpan<byte> grey)
    {
        ref byte source = ref MemoryMarshal.GetReference(grey);
        for (int y = 0; y < Height; y++)
        {
            ref float row = ref _data[((y + Margin) * Stride) + Margin];
            int start = y * Width;
            int x = 0;
            for (; x <= Width - 16; x += 16)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)(start + x)));
                Store(low, ref row, x);
                Store(high, ref row, x + 8);
            }

            for (; x < Width; x++)
            {
                Unsafe.Add(ref row, x) = grey[start + x];
            }
        }

        FillMargins();
    }

    /// <summary>Takes every second pixel of a finer level, smoothed by (1, 4, 6, 4, 1) / 16 in both directions and rounded to whole grey levels.</summary>
    public void Reduce(PyramidLevel finer)
    {
        int columns = finer.Width + 4;
        for (int y = 0; y < Height; y++)
        {
            int at = (((2 * y) + Margin) * finer.Stride) + Margin - 2;
            ref float source = ref finer._data[0];
            ref float smooth = ref finer._row[0];
            for (int x = 0; x < columns; x += Vector256<float>.Count)
            {
                nuint i = (nuint)(at + x);
                nuint stride = (nuint)finer.Stride;
                Vector256<float> outer = Vector256.LoadUnsafe(ref source, i - (2 * stride)) + Vector256.LoadUnsafe(ref source, i + (2 * stride));
                Vector256<float> inner = Vector256.LoadUnsafe(ref source, i - stride) + Vector256.LoadUnsafe(ref source, i + stride);
                (outer + (inner * 4f) + (Vector256.LoadUnsafe(ref source, i) * 6f)).StoreUnsafe(ref smooth, (nuint)x);
            }

            Span<float> row = _data.AsSpan(((y + Margin) * Stride) + Margin, Width);
            ReadOnlySpan<float> smoothed = finer._row;
            for (int x = 0; x < row.Length; x++)
            {
                ReadOnlySpan<float> taps = smoothed.Slice(2 * x, 5);
                float sum = taps[0] + taps[4] + (4f * (taps[1] + taps[3])) + (6f * taps[2]);
                row[x] = (int)((sum + 128f) * (1f / 256f));
            }
        }

        FillMargins();
    }

    private static void Store(Vector128<ushort> values, ref float row, int x) =>
        Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(values), Vector128.WidenUpper(values)).AsInt32()).StoreUnsafe(ref row, (nuint)x);

    private void FillMargins()
    {
        for (int y = Margin; y < Margin + Height; y++)
        {
            Span<float> row = _data.AsSpan(y * Stride, Stride);
            for (int i = 1; i <= Margin; i++)
            {
                row[Margin - i] = row[Margin + Mirror(i, Width)];
            }

            for (int i = Width; i < Width + RightMargin; i++)
            {
                row[Margin + i] = row[Margin + Mirror(i, Width)];
            }
        }

        for (int i = 1; i <= Margin; i++)
        {
            Row(Margin + Mirror(i, Height)).CopyTo(Row(Margin - i));
            Row(Margin + Mirror(Height - 1 + i, Height)).CopyTo(Row(Margin + Height - 1 + i));
        }
    }

    private Span<float> Row(int y) => _data.AsSpan(y * Stride, Stride);

    private static int Mirror(int i, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        int period = 2 * (length - 1);
        i %= period;
        return i < length ? i : period - i;
    }
}
