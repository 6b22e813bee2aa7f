using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// The window around one point of the first frame: grey levels, their Scharr gradients, and the sums that Lucas-Kanade needs.
/// Rows are padded to 16 columns whose gradients are 0, so that every sum runs over whole vectors. One instance a thread.
/// </summary>
internal sealed class GradientPatch
{
    private const int Columns = 16;
    private const int WideStride = 24;

    private readonly int _window;
    private readonly float[] _wide;
    private readonly float[] _grey;
    private readonly float[] _gradientX;
    private readonly float[] _gradientY;
    private readonly float[] _columnMask;

    /// <summary>A patch of one size.</summary>
    /// <param name="window">Side, pixels, at most 13.</param>
    public GradientPatch(int window)
    {
        _window = window;
        _wide = new float[(window + 2) * WideStride];
        _grey = new float[window * Columns];
        _gradientX = new float[window * Columns];
        _gradientY = new float[window * Columns];
        _columnMask = new float[Columns];
    }

    /// <summary>Σ Ix² over the window, grey levels squared.</summary>
    public float XX { get; private set; }

    /// <summary>Σ Ix·Iy over the window.</summary>
    public float XY { get; private set; }

    /// <summary>Σ Iy² over the window.</summary>
    public float YY { get; private set; }

    /// <summary>Reads the window whose top left corner is at (x, y), between pixels by bilinear interpolation; gradients outside the picture are 0.</summary>
    public void Load(PyramidLevel level, float x, float y)
    {
        int left = (int)MathF.Floor(x);
        int top = (int)MathF.Floor(y);
        Interpolate(level, left, top, x - left, y - top);
        MaskColumns(level.Width, left, x);
        Vector256<float> maskLow = Vector256.LoadUnsafe(ref _columnMask[0]);
        Vector256<float> maskHigh = Vector256.LoadUnsafe(ref _columnMask[8]);
        var (xx, xy, yy) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (xxHigh, xyHigh, yyHigh) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (int row = 0; row < _window; row++)
        {
            float sampleY = y + row;
            float inside = sampleY >= 0 && sampleY <= level.Height - 1 ? 1f : 0f;
            Gradients(row, 0, maskLow * inside, ref xx, ref xy, ref yy);
            Gradients(row, 8, maskHigh * inside, ref xxHigh, ref xyHigh, ref yyHigh);
        }

        XX = Vector256.Sum(xx + xxHigh);
        XY = Vector256.Sum(xy + xyHigh);
        YY = Vector256.Sum(yy + yyHigh);
    }

    /// <summary>Σ (J − I)·Ix and Σ (J − I)·Iy, where J is the window of the next frame at (x, y).</summary>
    public (float X, float Y) Mismatch(PyramidLevel next, float x, float y)
    {
        int left = (int)MathF.Floor(x);
        int top = (int)MathF.Floor(y);
        Vector256<float> shareX = Vector256.Create(x - left);
        Vector256<float> shareY = Vector256.Create(y - top);
        int stride = next.Stride;
        ref float source = ref Unsafe.Add(ref next.Origin, (top * stride) + left);
        ref float grey = ref MemoryMarshal.GetArrayDataReference(_grey);
        ref float gradientX = ref MemoryMarshal.GetArrayDataReference(_gradientX);
        ref float gradientY = ref MemoryMarshal.GetArrayDataReference(_gradientY);
        var (sumX, sumY) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (highX, highY) = (Vector256<float>.Zero, Vector256<float>.Zero);   // sums of their own: none waits for the other
        Vector256<float> aboveLow = Between(ref source, 0, shareX);
        Vector256<float> aboveHigh = Between(ref source, 8, shareX);
        for (int row = 0; row < _window; row++)
        {
            source = ref Unsafe.Add(ref source, stride);
            Vector256<float> low = Between(ref source, 0, shareX);
            Vector256<float> high = Between(ref source, 8, shareX);
            nuint at = (nuint)(row * Columns);
            Vector256<float> difference = Vector256.FusedMultiplyAdd(low - aboveLow, shareY, aboveLow) - Vector256.LoadUnsafe(ref grey, at);
            sumX = Vector256.FusedMultiplyAdd(difference, Vector256.LoadUnsafe(ref gradientX, at), sumX);
            sumY = Vector256.FusedMultiplyAdd(difference, Vector256.LoadUnsafe(ref gradientY, at), sumY);
            difference = Vector256.FusedMultiplyAdd(high - aboveHigh, shareY, aboveHigh) - Vector256.LoadUnsafe(ref grey, at + 8);
            highX = Vector256.FusedMultiplyAdd(difference, Vector256.LoadUnsafe(ref gradientX, at + 8), highX);
            highY = Vector256.FusedMultiplyAdd(difference, Vector256.LoadUnsafe(ref gradientY, at + 8), highY);
            (aboveLow, aboveHigh) = (low, high);
        }

        return (Vector256.Sum(sumX + highX), Vector256.Sum(sumY + highY));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Between(ref float source, int x, Vector256<float> share)
    {
        Vector256<float> left = Vector256.LoadUnsafe(ref source, (nuint)x);
        return Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref source, (nuint)x + 1) - left, share, left);
    }

    /// <summary>Fills the window and one pixel around it.</summary>
    private void Interpolate(PyramidLevel level, int left, int top, float shareX, float shareY)
    {
        ref float source = ref Unsafe.Add(ref level.Origin, ((top - 1) * level.Stride) + left - 1);
        ref float wide = ref MemoryMarshal.GetArrayDataReference(_wide);
        Vector256<float> horizontal = Vector256.Create(shareX);
        Vector256<float> vertical = Vector256.Create(shareY);
        for (int half = 0; half < Columns; half += 8)
        {
            ref float column = ref Unsafe.Add(ref source, half);
            Vector256<float> above = Between(ref column, 0, horizontal);
            for (int row = 0; row < _window + 2; row++)
            {
                column = ref Unsafe.Add(ref column, level.Stride);
                Vector256<float> below = Between(ref column, 0, horizontal);
                Vector256.FusedMultiplyAdd(below - above, vertical, above).StoreUnsafe(ref wide, (nuint)((row * WideStride) + half));
                above = below;
            }
        }
    }

    private void MaskColumns(int width, int left, float x)
    {
        for (int i = 0; i < Columns; i++)
        {
            _columnMask[i] = i < _window && left + i >= 0 && x + i <= width - 1 ? 1f : 0f;
        }
    }

    /// <summary>Eight columns of one row: Scharr gradients (3, 10, 3) / 32 in grey levels a pixel, and their products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gradients(int row, int column, Vector256<float> mask, ref Vector256<float> xx, ref Vector256<float> xy, ref Vector256<float> yy)
    {
        ref float wide = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_wide), (row * WideStride) + column);
        Vector256<float> topLeft = Vector256.LoadUnsafe(ref wide, 0);
        Vector256<float> top = Vector256.LoadUnsafe(ref wide, 1);
        Vector256<float> topRight = Vector256.LoadUnsafe(ref wide, 2);
        Vector256<float> left = Vector256.LoadUnsafe(ref wide, WideStride);
        Vector256<float> centre = Vector256.LoadUnsafe(ref wide, WideStride + 1);
        Vector256<float> right = Vector256.LoadUnsafe(ref wide, WideStride + 2);
        Vector256<float> bottomLeft = Vector256.LoadUnsafe(ref wide, 2 * WideStride);
        Vector256<float> bottom = Vector256.LoadUnsafe(ref wide, (2 * WideStride) + 1);
        Vector256<float> bottomRight = Vector256.LoadUnsafe(ref wide, (2 * WideStride) + 2);
        Vector256<float> corner = Vector256.Create(3f / 32f);
        Vector256<float> side = Vector256.Create(10f / 32f);
        Vector256<float> falling = bottomRight - topLeft;
        Vector256<float> rising = topRight - bottomLeft;
        Vector256<float> gx = Vector256.FusedMultiplyAdd(right - left, side, (falling + rising) * corner) * mask;
        Vector256<float> gy = Vector256.FusedMultiplyAdd(bottom - top, side, (falling - rising) * corner) * mask;
        int at = (row * Columns) + column;
        centre.StoreUnsafe(ref _grey[at]);
        gx.StoreUnsafe(ref _gradientX[at]);
        gy.StoreUnsafe(ref _gradientY[at]);
        xx = Vector256.FusedMultiplyAdd(gx, gx, xx);
        xy = Vector256.FusedMultiplyAdd(gx, gy, xy);
        yy = Vector256.FusedMultiplyAdd(gy, gy, yy);
    }
}
