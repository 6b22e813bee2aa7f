using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Register tiles one vector wide: C[rows, 1·width] (+)= A[rows, k] · B[k, 1·width]. Rows of A lie
/// <see cref="GemmPlan.RowStride"/> floats apart, so every element of A is at a constant offset from one pointer. All
/// tiles sum over k in one order with fused multiply-adds: an element's value does not depend on its tile.
/// </summary>
internal static unsafe class TileOne
{
    private const int P = GemmPlan.RowStride;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run14<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f);
        V c1 = c0;
        V c2 = c0;
        V c3 = c0;
        V c4 = c0;
        V c5 = c0;
        V c6 = c0;
        V c7 = c0;
        V c8 = c0;
        V c9 = c0;
        V c10 = c0;
        V c11 = c0;
        V c12 = c0;
        V c13 = c0;
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
            s = V.Set(a[P]);
            c1 = V.Fma(s, x, c1);
            s = V.Set(a[2 * P]);
            c2 = V.Fma(s, x, c2);
            s = V.Set(a[3 * P]);
            c3 = V.Fma(s, x, c3);
            s = V.Set(a[4 * P]);
            c4 = V.Fma(s, x, c4);
            s = V.Set(a[5 * P]);
            c5 = V.Fma(s, x, c5);
            s = V.Set(a[6 * P]);
            c6 = V.Fma(s, x, c6);
            s = V.Set(a[7 * P]);
            c7 = V.Fma(s, x, c7);
            s = V.Set(a[8 * P]);
            c8 = V.Fma(s, x, c8);
            s = V.Set(a[9 * P]);
            c9 = V.Fma(s, x, c9);
            s = V.Set(a[10 * P]);
            c10 = V.Fma(s, x, c10);
            s = V.Set(a[11 * P]);
            c11 = V.Fma(s, x, c11);
            s = V.Set(a[12 * P]);
            c12 = V.Fma(s, x, c12);
            s = V.Set(a[13 * P]);
            c13 = V.Fma(s, x, c13);
        }
        Put(c, c0, add);
        c += cStride;
        Put(c, c1, add);
        c += cStride;
        Put(c, c2, add);
        c += cStride;
        Put(c, c3, add);
        c += cStride;
        Put(c, c4, add);
        c += cStride;
        Put(c, c5, add);
        c += cStride;
        Put(c, c6, add);
        c += cStride;
        Put(c, c7, add);
        c += cStride;
        Put(c, c8, add);
        c += cStride;
        Put(c, c9, add);
        c += cStride;
        Put(c, c10, add);
        c += cStride;
        Put(c, c11, add);
        c += cStride;
        Put(c, c12, add);
        c += cStride;
        Put(c, c13, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run6<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f);
        V c1 = c0;
        V c2 = c0;
        V c3 = c0;
        V c4 = c0;
        V c5 = c0;
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
            s = V.Set(a[P]);
            c1 = V.Fma(s, x, c1);
            s = V.Set(a[2 * P]);
            c2 = V.Fma(s, x, c2);
            s = V.Set(a[3 * P]);
            c3 = V.Fma(s, x, c3);
            s = V.Set(a[4 * P]);
            c4 = V.Fma(s, x, c4);
            s = V.Set(a[5 * P]);
            c5 = V.Fma(s, x, c5);
        }
        Put(c, c0, add);
        c += cStride;
        Put(c, c1, add);
        c += cStride;
        Put(c, c2, add);
        c += cStride;
        Put(c, c3, add);
        c += cStride;
        Put(c, c4, add);
        c += cStride;
        Put(c, c5, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run2<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f);
        V c1 = c0;
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
            s = V.Set(a[P]);
            c1 = V.Fma(s, x, c1);
        }
        Put(c, c0, add);
        c += cStride;
        Put(c, c1, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run1<V>(long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        V c0 = V.Set(0f);
        for (float* end = a + k; a < end; a++, b += bStride)
        {
            V x = V.Load(b);
            V s = V.Set(a[0]);
            c0 = V.Fma(s, x, c0);
        }
        Put(c, c0, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V>(float* c, V x, bool add) where V : unmanaged, ISimd<V>
    {
        if (add)
        {
            V.Store(V.Load(c) + x, c);
        }
        else
        {
            V.Store(x, c);
        }
    }
}
