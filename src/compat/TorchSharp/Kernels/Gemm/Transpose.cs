using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>Transposed copy: target[c, r] = source[r, c], in 8 × 8 register blocks where AVX is there.</summary>
internal static unsafe class Transpose
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Hot)]
    internal static void Copy(float* source, long sourceStride, float* target, long targetStride, long rows, long columns)
    {
        long blockRows = Avx.IsSupported ? rows & ~7 : 0;
        long blockColumns = Avx.IsSupported ? columns & ~7 : 0;
        for (long r = 0; r < blockRows; r += 8)
        {
            for (long c = 0; c < blockColumns; c += 8)
                Block(source + (r * sourceStride) + c, sourceStride, target + (c * targetStride) + r, targetStride);
        }
        for (long r = 0; r < rows; r++)
        {
            float* from = source + (r * sourceStride);
            for (long c = r < blockRows ? blockColumns : 0; c < columns; c++)
                target[(c * targetStride) + r] = from[c];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* s, long p, float* t, long q)
    {
        // 4-float halves of two rows four apart, then unpack and shuffle inside the 128-bit lanes
        Vector256<float> r0 = Halves(s, p * 4), r1 = Halves(s + p, p * 4);
        Vector256<float> r2 = Halves(s + (2 * p), p * 4), r3 = Halves(s + (3 * p), p * 4);
        Quarter(r0, r1, r2, r3, t, q);
        r0 = Halves(s + 4, p * 4);
        r1 = Halves(s + p + 4, p * 4);
        r2 = Halves(s + (2 * p) + 4, p * 4);
        r3 = Halves(s + (3 * p) + 4, p * 4);
        Quarter(r0, r1, r2, r3, t + (4 * q), q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* s, long below) =>
        Vector256.Create(Vector128.Load(s), Vector128.Load(s + below));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* t, long q)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d);
        Avx.Shuffle(ab, cd, 0x44).Store(t);
        Avx.Shuffle(ab, cd, 0xee).Store(t + q);
        ab = Avx.UnpackHigh(a, b);
        cd = Avx.UnpackHigh(c, d);
        Avx.Shuffle(ab, cd, 0x44).Store(t + (2 * q));
        Avx.Shuffle(ab, cd, 0xee).Store(t + (3 * q));
    }
}
