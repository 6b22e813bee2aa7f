using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Register tiles two vectors wide: C[rows, 2·width] (+)= A[rows, k] · B[k, 2·width]. Rows of A lie
/// <see cref="GemmPlan.RowStride"/> floats apart, so every element of A is at a constant offset from one pointer. All
/// tiles sum over k in one order with fused multiply-adds: an element's value does not depend on its tile.
/// </summary>
internal static unsafe class TileTwo
{
    private const int P = GemmPlan.RowStride;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run14<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f), d0 = V.Set(0f);
        V c1 = c0, d1 = d0;
        V c2 = c0, d2 = d0;
        V c3 = c0, d3 = d0;
        V c4 = c0, d4 = d0;
        V c5 = c0, d5 = d0;
        V c6 = c0, d6 = d0;
        V c7 = c0, d7 = d0;
        V c8 = c0, d8 = d0;
        V c9 = c0, d9 = d0;
        V c10 = c0, d10 = d0;
        V c11 = c0, d11 = d0;
        V c12 = c0, d12 = d0;
        V c13 = c0, d13 = d0;
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b), y = V.Load(b + V.Count);
            V.Prefetch(b + (8 * bStride));
            V.Prefetch(b + (8 * bStride) + 16);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
            d0 = V.Fma(s, y, d0);
            s = V.Set(a[P]);
            c1 = V.Fma(s, x, c1);
            d1 = V.Fma(s, y, d1);
            s = V.Set(a[2 * P]);
            c2 = V.Fma(s, x, c2);
            d2 = V.Fma(s, y, d2);
            s = V.Set(a[3 * P]);
            c3 = V.Fma(s, x, c3);
            d3 = V.Fma(s, y, d3);
            s = V.Set(a[4 * P]);
            c4 = V.Fma(s, x, c4);
            d4 = V.Fma(s, y, d4);
            s = V.Set(a[5 * P]);
            c5 = V.Fma(s, x, c5);
            d5 = V.Fma(s, y, d5);
            s = V.Set(a[6 * P]);
            c6 = V.Fma(s, x, c6);
            d6 = V.Fma(s, y, d6);
            s = V.Set(a[7 * P]);
            c7 = V.Fma(s, x, c7);
            d7 = V.Fma(s, y, d7);
            s = V.Set(a[8 * P]);
            c8 = V.Fma(s, x, c8);
            d8 = V.Fma(s, y, d8);
            s = V.Set(a[9 * P]);
            c9 = V.Fma(s, x, c9);
            d9 = V.Fma(s, y, d9);
            s = V.Set(a[10 * P]);
            c10 = V.Fma(s, x, c10);
            d10 = V.Fma(s, y, d10);
            s = V.Set(a[11 * P]);
            c11 = V.Fma(s, x, c11);
            d11 = V.Fma(s, y, d11);
            s = V.Set(a[12 * P]);
            c12 = V.Fma(s, x, c12);
            d12 = V.Fma(s, y, d12);
            s = V.Set(a[13 * P]);
            c13 = V.Fma(s, x, c13);
            d13 = V.Fma(s, y, d13);
        }
        Put(c, c0, d0, add);
        c += cStride;
        Put(c, c1, d1, add);
        c += cStride;
        Put(c, c2, d2, add);
        c += cStride;
        Put(c, c3, d3, add);
        c += cStride;
        Put(c, c4, d4, add);
        c += cStride;
        Put(c, c5, d5, add);
        c += cStride;
        Put(c, c6, d6, add);
        c += cStride;
        Put(c, c7, d7, add);
        c += cStride;
        Put(c, c8, d8, add);
        c += cStride;
        Put(c, c9, d9, add);
        c += cStride;
        Put(c, c10, d10, add);
        c += cStride;
        Put(c, c11, d11, add);
        c += cStride;
        Put(c, c12, d12, add);
        c += cStride;
        Put(c, c13, d13, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run6<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f), d0 = V.Set(0f);
        V c1 = c0, d1 = d0;
        V c2 = c0, d2 = d0;
        V c3 = c0, d3 = d0;
        V c4 = c0, d4 = d0;
        V c5 = c0, d5 = d0;
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b), y = V.Load(b + V.Count);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
            d0 = V.Fma(s, y, d0);
            s = V.Set(a[P]);
            c1 = V.Fma(s, x, c1);
            d1 = V.Fma(s, y, d1);
            s = V.Set(a[2 * P]);
            c2 = V.Fma(s, x, c2);
            d2 = V.Fma(s, y, d2);
            s = V.Set(a[3 * P]);
            c3 = V.Fma(s, x, c3);
            d3 = V.Fma(s, y, d3);
            s = V.Set(a[4 * P]);
            c4 = V.Fma(s, x, c4);
            d4 = V.Fma(s, y, d4);
            s = V.Set(a[5 * P]);
            c5 = V.Fma(s, x, c5);
            d5 = V.Fma(s, y, d5);
        }
        Put(c, c0, d0, add);
        c += cStride;
        Put(c, c1, d1, add);
        c += cStride;
        Put(c, c2, d2, add);
        c += cStride;
        Put(c, c3, d3, add);
        c += cStride;
        Put(c, c4, d4, add);
        c += cStride;
        Put(c, c5, d5, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run2<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f), d0 = V.Set(0f);
        V c1 = c0, d1 = d0;
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b), y = V.Load(b + V.Count);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
            d0 = V.Fma(s, y, d0);
            s = V.Set(a[P]);
            c1 = V.Fma(s, x, c1);
            d1 = V.Fma(s, y, d1);
        }
        Put(c, c0, d0, add);
        c += cStride;
        Put(c, c1, d1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run1<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f), d0 = V.Set(0f);
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b), y = V.Load(b + V.Count);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
            d0 = V.Fma(s, y, d0);
        }
        Put(c, c0, d0, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V>(float* c, V x, V y, bool add) where V : unmanaged, ISimd<V>
    {
        if (add)
        {
            V.Store(V.Load(c) + x, c);
            V.Store(V.Load(c + V.Count) + y, c + V.Count);
        }
        else
        {
            V.Store(x, c);
            V.Store(y, c + V.Count);
        }
    }
}
