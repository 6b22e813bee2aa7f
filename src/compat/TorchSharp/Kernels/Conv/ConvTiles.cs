using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>One output row of a block of filters; every output is summed over its taps in order, whatever its place.</summary>
internal static unsafe class ConvTiles
{
    private const int Block = ConvDirect.Block;

    /// <summary>y[filter·stride + i] = bias[filter] + Σ w[tap][filter] · x[offset of tap + i].</summary>
    internal static void Row(float* x, long* offsets, long taps, float* w, float* bias, float* y, long stride, long filters, long columns)
    {
        if (Simd.Wide)
            Row<V512>(x, offsets, taps, w, bias, y, stride, filters, columns);
        else if (Simd.Middle)
            Row<V256>(x, offsets, taps, w, bias, y, stride, filters, columns);
        else
            Row<V128>(x, offsets, taps, w, bias, y, stride, filters, columns);
    }

    /// <summary>A vector, or the part of one that is left with zeros behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Get<V>(float* source, long left) where V : unmanaged, ISimd<V> =>
        left >= V.Count ? V.Load(source) : V.LoadPart(source, left, V.Set(0f));

    private static void Row<V>(float* x, long* offsets, long taps, float* w, float* bias, float* y, long stride, long filters, long columns)
        where V : unmanaged, ISimd<V>
    {
        if (filters == 1)
            One<V>(x, offsets, taps, w, *bias, y, columns);
        else
            Eight<V>(x, offsets, taps, w, bias, y, stride, filters, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight<V>(float* x, long* offsets, long taps, float* w, float* bias, float* y, long stride, long filters, long columns)
        where V : unmanaged, ISimd<V>
    {
        for (long left = columns; left > 0; left -= V.Count, x += V.Count, y += V.Count)
        {
            V c0 = V.Set(bias[0]), c1 = V.Set(bias[1]), c2 = V.Set(bias[2]), c3 = V.Set(bias[3]);
            V c4 = V.Set(bias[4]), c5 = V.Set(bias[5]), c6 = V.Set(bias[6]), c7 = V.Set(bias[7]);
            float* k = w;
            for (long t = 0; t < taps; t++, k += Block)
            {
                V v = Get<V>(x + offsets[t], left);
                c0 = V.Fma(V.Set(k[0]), v, c0);
                c1 = V.Fma(V.Set(k[1]), v, c1);
                c2 = V.Fma(V.Set(k[2]), v, c2);
                c3 = V.Fma(V.Set(k[3]), v, c3);
                c4 = V.Fma(V.Set(k[4]), v, c4);
                c5 = V.Fma(V.Set(k[5]), v, c5);
                c6 = V.Fma(V.Set(k[6]), v, c6);
                c7 = V.Fma(V.Set(k[7]), v, c7);
            }
            Put(c0, y, left, 0, stride, filters);
            Put(c1, y, left, 1, stride, filters);
            Put(c2, y, left, 2, stride, filters);
            Put(c3, y, left, 3, stride, filters);
            Put(c4, y, left, 4, stride, filters);
            Put(c5, y, left, 5, stride, filters);
            Put(c6, y, left, 6, stride, filters);
            Put(c7, y, left, 7, stride, filters);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<V>(float* x, long* offsets, long taps, float* w, float bias, float* y, long columns) where V : unmanaged, ISimd<V>
    {
        long left = columns;
        for (; left >= 4 * V.Count; left -= 4 * V.Count, x += 4 * V.Count, y += 4 * V.Count)
        {
            V c0 = V.Set(bias), c1 = c0, c2 = c0, c3 = c0;
            for (long t = 0; t < taps; t++)
            {
                float* source = x + offsets[t];
                V k = V.Set(w[t * Block]);
                c0 = V.Fma(k, V.Load(source), c0);
                c1 = V.Fma(k, V.Load(source + V.Count), c1);
                c2 = V.Fma(k, V.Load(source + (2 * V.Count)), c2);
                c3 = V.Fma(k, V.Load(source + (3 * V.Count)), c3);
            }
            V.Store(c0, y);
            V.Store(c1, y + V.Count);
            V.Store(c2, y + (2 * V.Count));
            V.Store(c3, y + (3 * V.Count));
        }
        for (; left > 0; left -= V.Count, x += V.Count, y += V.Count)
        {
            V c = V.Set(bias);
            for (long t = 0; t < taps; t++)
                c = V.Fma(V.Set(w[t * Block]), Get<V>(x + offsets[t], left), c);
            Put(c, y, left, 0, 0, 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V>(V value, float* y, long left, long filter, long stride, long filters) where V : unmanaged, ISimd<V>
    {
        if (filter >= filters)
            return;
        if (left >= V.Count)
            V.Store(value, y + (filter * stride));
        else
            V.StorePart(value, y + (filter * stride), left);
    }
}
