using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>The gradient of the weights where <see cref="ConvDirect"/> suits: a sum a band, and the bands added in order.</summary>
internal static unsafe class ConvWeightGradient
{
    private const int Filters = 4, Taps = 3;

    internal static void Run(in ConvShape s, float* x, float* gy, float* gw)
    {
        long pieces = s.Images * ConvBand.Count(s), size = s.Filters * s.Taps;
        float* parts = Scratch.Get(ScratchSlot.ConvWeights, pieces * size);
        Workers.For(pieces, ConvDirect.Grain(s), new Work(s, x, gy, parts));
        Reduce.Columns(default(AddOp), parts, pieces, size, gw);
    }

    private readonly struct Work(ConvShape shape, float* x, float* gy, float* parts) : IWork
    {
        private readonly float* _x = x, _gy = gy, _parts = parts;

        public void Run(long from, long to)
        {
            long* offsets = stackalloc long[(int)shape.Taps];
            long bands = ConvBand.Count(shape);
            for (long i = from; i < to; i++)
            {
                var band = new ConvBand(shape, _x + (i / bands * shape.ImageSize), i % bands);
                band.Offsets(shape, offsets);
                float* g = _gy + (i / bands * shape.Filters * shape.Positions) + (band.FirstRow * shape.OutWidth);
                if (Simd.Wide)
                    Band<V512>(shape, band, offsets, g, _parts + (i * shape.Filters * shape.Taps));
                else if (Simd.Middle)
                    Band<V256>(shape, band, offsets, g, _parts + (i * shape.Filters * shape.Taps));
                else
                    Band<V128>(shape, band, offsets, g, _parts + (i * shape.Filters * shape.Taps));
            }
        }
    }

    private static void Band<V>(in ConvShape s, in ConvBand band, long* offsets, float* g, float* gw) where V : unmanaged, ISimd<V>
    {
        float* sums = stackalloc float[Filters * Taps];
        for (long f = 0; f < s.Filters; f += Filters)
        {
            for (long t = 0; t < s.Taps; t += Taps)
            {
                long filters = Math.Min(Filters, s.Filters - f), taps = Math.Min(Taps, s.Taps - t);
                Tile<V>(s, band, offsets + t, taps, g + (f * s.Positions), filters, sums);
                for (long i = 0; i < filters; i++)
                {
                    for (long j = 0; j < taps; j++)
                        gw[((f + i) * s.Taps) + t + j] = sums[(i * Taps) + j];
                }
            }
        }
    }

    // filters and taps that the tile has and the convolution has not repeat the last one
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<V>(in ConvShape s, in ConvBand band, long* offsets, long taps, float* g, long filters, float* sums)
        where V : unmanaged, ISimd<V>
    {
        long o0 = offsets[0], o1 = offsets[Math.Min(1, taps - 1)], o2 = offsets[taps - 1];
        long f1 = Math.Min(1, filters - 1) * s.Positions, f2 = Math.Min(2, filters - 1) * s.Positions, f3 = (filters - 1) * s.Positions;
        bool one = filters == 1;
        float* lanes = stackalloc float[Taps * V.Count];
        long stride = band.RowStride, width = s.OutWidth, full = width - (width % V.Count);
        float* line = band.Start, last = line + (band.Rows * stride), gLine = g;
        V a0 = V.Set(0f), a1 = a0, a2 = a0, b0 = a0, b1 = a0, b2 = a0, c0 = a0, c1 = a0, c2 = a0, d0 = a0, d1 = a0, d2 = a0;
        // no call in here: the sums would not stay in registers
        for (; line < last; line += stride, gLine += width)
        {
            float* x = line, top = gLine;
            for (float* end = x + full; x < end; x += V.Count, top += V.Count)
            {
                V x0 = V.Load(x + o0), x1 = V.Load(x + o1), x2 = V.Load(x + o2), y = V.Load(top);
                a0 = V.Fma(x0, y, a0);
                a1 = V.Fma(x1, y, a1);
                a2 = V.Fma(x2, y, a2);
                if (one)
                    continue;
                y = V.Load(top + f1);
                b0 = V.Fma(x0, y, b0);
                b1 = V.Fma(x1, y, b1);
                b2 = V.Fma(x2, y, b2);
                y = V.Load(top + f2);
                c0 = V.Fma(x0, y, c0);
                c1 = V.Fma(x1, y, c1);
                c2 = V.Fma(x2, y, c2);
                y = V.Load(top + f3);
                d0 = V.Fma(x0, y, d0);
                d1 = V.Fma(x1, y, d1);
                d2 = V.Fma(x2, y, d2);
            }
        }
        Put(a0, a1, a2, lanes, sums);
        Put(b0, b1, b2, lanes, sums + Taps);
        Put(c0, c1, c2, lanes, sums + (2 * Taps));
        Put(d0, d1, d2, lanes, sums + (3 * Taps));
        for (long i = 0; full < width && i < filters * taps; i++)
        {
            float* x = band.Start + offsets[i % taps] + full, top = g + (i / taps * s.Positions) + full;
            sums[(i / taps * Taps) + (i % taps)] += Rest<V>(x, stride, top, width, band.Rows, width - full);
        }
    }

    // the columns after the last whole vector
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Rest<V>(float* x, long stride, float* g, long width, long rows, long left) where V : unmanaged, ISimd<V>
    {
        V sum = V.Set(0f), zero = sum;
        for (long row = 0; row < rows; row++, x += stride, g += width)
            sum = V.Fma(V.LoadPart(x, left, zero), V.LoadPart(g, left, zero), sum);
        return V.Sum(sum);
    }

    // by way of memory: a vector given to a call would live there throughout the loop
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V>(V x, V y, V z, float* lanes, float* sums) where V : unmanaged, ISimd<V>
    {
        V.Store(x, lanes);
        V.Store(y, lanes + V.Count);
        V.Store(z, lanes + (2 * V.Count));
        Sum<V>(lanes, sums);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sum<V>(float* lanes, float* sums) where V : unmanaged, ISimd<V>
    {
        for (int i = 0; i < Taps; i++)
            sums[i] = V.Sum(V.Load(lanes + (i * V.Count)));
    }
}
