using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetVad.Transforms.Background;

/// <summary>
/// Which pixels differ from the background: |GaussianBlur(|frame − background|, σ)| above a threshold
/// (object-features recipe, step 1). The blur is separable, 8σ + 1 taps wide, with borders mirrored around the edge pixel.
/// Holds its buffers: one instance a thread.
/// </summary>
internal sealed class ForegroundMask
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _stride;
    private readonly float[] _taps;
    private readonly float[] _difference;
    private readonly float[] _row;
    private readonly float _threshold;

    /// <summary>Prepares buffers for pictures of one size.</summary>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <param name="threshold">Grey levels.</param>
    /// <param name="sigma">Standard deviation of the blur, pixels; 0 for none.</param>
    public ForegroundMask(int height, int width, float threshold, float sigma)
    {
        _height = height;
        _width = width;
        _threshold = threshold;
        _taps = GaussianTaps(sigma, Math.Min(height, width) - 1);
        int radius = _taps.Length - 1;
        _stride = width + (2 * radius);
        _difference = new float[height * _stride];
        _row = new float[_stride + Vector256<float>.Count];
    }

    /// <summary>Marks foreground pixels by 1, the others by 0.</summary>
    /// <param name="grey">H × W grey levels.</param>
    /// <param name="background">H × W grey levels.</param>
    /// <param name="mask">H × W, written.</param>
    public void Compute(ReadOnlySpan<byte> grey, ReadOnlySpan<float> background, Span<byte> mask)
    {
        int radius = _taps.Length - 1;
        for (int y = 0; y < _height; y++)
        {
            Difference(grey.Slice(y * _width, _width), background.Slice(y * _width, _width), _difference.AsSpan(y * _stride, _stride), radius);
        }

        for (int y = 0; y < _height; y++)
        {
            BlurColumn(y);
            BlurRowAndCompare(mask.Slice(y * _width, _width));
        }
    }

    /// <summary>The centre tap and the taps beside it, together of sum 1 when mirrored.</summary>
    private static float[] GaussianTaps(float sigma, int maximumRadius)
    {
        if (sigma <= 0 || maximumRadius < 1)
        {
            return [1f];
        }

        int radius = Math.Clamp((int)MathF.Round(4 * sigma), 1, maximumRadius);
        var taps = new double[radius + 1];
        double sum = 0;
        for (int i = 0; i <= radius; i++)
        {
            taps[i] = Math.Exp(-0.5 * i * i / (sigma * (double)sigma));
            sum += i == 0 ? taps[i] : 2 * taps[i];
        }

        return Array.ConvertAll(taps, tap => (float)(tap / sum));
    }

    private static void Difference(ReadOnlySpan<byte> grey, ReadOnlySpan<float> background, Span<float> padded, int radius)
    {
        ref byte greys = ref MemoryMarshal.GetReference(grey);
        ref float backgrounds = ref MemoryMarshal.GetReference(background);
        ref float output = ref padded[radius];
        int x = 0;
        for (; x <= grey.Length - 16; x += 16)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref greys, (nuint)x));
            Vector256<int> first = Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)).AsInt32();
            Vector256<int> second = Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high)).AsInt32();
            Vector256.Abs(Vector256.ConvertToSingle(first) - Vector256.LoadUnsafe(ref backgrounds, (nuint)x)).StoreUnsafe(ref output, (nuint)x);
            Vector256.Abs(Vector256.ConvertToSingle(second) - Vector256.LoadUnsafe(ref backgrounds, (nuint)x + 8)).StoreUnsafe(ref output, (nuint)x + 8);
        }

        for (; x < grey.Length; x++)
        {
            padded[radius + x] = Math.Abs(grey[x] - background[x]);
        }

        int last = radius + grey.Length - 1;
        for (int i = 1; i <= radius; i++)
        {
            padded[radius - i] = padded[Math.Min(radius + i, last)];
            padded[last + i] = padded[Math.Max(last - i, radius)];
        }
    }

    private void BlurColumn(int y)
    {
        if (_stride < Vector256<float>.Count)
        {
            BlurColumnScalar(y);
            return;
        }

        ReadOnlySpan<float> taps = _taps;
        Span<int> above = stackalloc int[taps.Length];
        Span<int> below = stackalloc int[taps.Length];
        for (int i = 0; i < taps.Length; i++)
        {
            above[i] = Mirror(y - i) * _stride;
            below[i] = Mirror(y + i) * _stride;
        }

        ref float output = ref MemoryMarshal.GetArrayDataReference(_row);
        ref float source = ref MemoryMarshal.GetArrayDataReference(_difference);
        for (int x = 0; x < _stride; x += Vector256<float>.Count)
        {
            int at = Math.Min(x, _stride - Vector256<float>.Count);
            Vector256<float> sum = Vector256.LoadUnsafe(ref source, (nuint)(above[0] + at)) * taps[0];
            for (int i = 1; i < above.Length; i++)
            {
                sum += (Vector256.LoadUnsafe(ref source, (nuint)(above[i] + at)) + Vector256.LoadUnsafe(ref source, (nuint)(below[i] + at))) * taps[i];
            }

            sum.StoreUnsafe(ref output, (nuint)at);
        }
    }

    private void BlurColumnScalar(int y)
    {
        for (int x = 0; x < _stride; x++)
        {
            float sum = _difference[(y * _stride) + x] * _taps[0];
            for (int i = 1; i < _taps.Length; i++)
            {
                sum += (_difference[(Mirror(y - i) * _stride) + x] + _difference[(Mirror(y + i) * _stride) + x]) * _taps[i];
            }

            _row[x] = sum;
        }
    }

    private int Mirror(int y) => y < 0 ? -y : y >= _height ? (2 * (_height - 1)) - y : y;

    private void BlurRowAndCompare(Span<byte> mask)
    {
        ref float row = ref MemoryMarshal.GetArrayDataReference(_row);
        ref byte output = ref MemoryMarshal.GetReference(mask);
        int x = 0;
        for (; x <= mask.Length - 32; x += 32)
        {
            Vector256<ushort> low = Vector256.Narrow(Above(ref row, x), Above(ref row, x + 8));
            Vector256<ushort> high = Vector256.Narrow(Above(ref row, x + 16), Above(ref row, x + 24));
            (Vector256.Narrow(low, high) & Vector256<byte>.One).StoreUnsafe(ref output, (nuint)x);
        }

        int radius = _taps.Length - 1;
        for (; x < mask.Length; x++)
        {
            float sum = _row[x + radius] * _taps[0];
            for (int i = 1; i < _taps.Length; i++)
            {
                sum += (_row[x + radius - i] + _row[x + radius + i]) * _taps[i];
            }

            mask[x] = sum > _threshold ? (byte)1 : (byte)0;
        }
    }

    private Vector256<uint> Above(ref float row, int x)
    {
        ReadOnlySpan<float> taps = _taps;
        int centre = x + taps.Length - 1;
        Vector256<float> sum = Vector256.LoadUnsafe(ref row, (nuint)centre) * taps[0];
        for (int i = 1; i < taps.Length; i++)
        {
            sum += (Vector256.LoadUnsafe(ref row, (nuint)(centre - i)) + Vector256.LoadUnsafe(ref row, (nuint)(centre + i))) * taps[i];
        }

        return Vector256.GreaterThan(sum, Vector256.Create(_threshold)).AsUInt32();
    }
}
