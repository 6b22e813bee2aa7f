using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Matrix times vector, the two ways memory allows: dot products of rows, or a weighted sum of rows. The sums have the order
/// of the tiled product, so one row gives what it gives among others.
/// </summary>
internal static unsafe class Gemv
{
    private const int ColumnBlock = 512;

    /// <summary>The product of <see cref="Gemm.Run"/> for n = 1, or for m = 1 and B as stored, without epilogue; β is 0 or 1.</summary>
    internal static void Run(bool transA, bool transB, long m, long n, long k, float alpha, float* a, long lda, float* b, long ldb, bool add, float* c, long ldc)
    {
        // y[count] = matrix · x, with the matrix's rows running along y (dots) or along k (sums)
        bool row = n > 1;
        long count = row ? n : m;
        float* matrix = row ? b : a;
        long stride = row ? ldb : lda;
        bool dots = !row && !transA;
        float* vector = row ? a : b;
        long vectorStride = row ? (transA ? lda : 1) : (transB ? 1 : ldb);
        float* x = Scratch.Get(ScratchSlot.GemmA, k + count);
        for (long i = 0; i < k; i++)
            x[i] = alpha * vector[i * vectorStride];
        var work = new Work { Dots = dots, Matrix = matrix, Stride = stride, X = x, Y = x + k, K = k, Count = count };
        long unit = dots ? Math.Max(1, 32768 / Math.Max(1, k)) : 1;
        long blocks = dots ? count : (count + ColumnBlock - 1) / ColumnBlock;
        Workers.For(k * count < 65536 ? 1 : blocks, unit, k * count < 65536 ? work with { Whole = true } : work);
        long step = row ? 1 : ldc;
        for (long i = 0; i < count; i++)
            c[i * step] = add ? c[i * step] + x[k + i] : x[k + i];
    }

    private struct Work : IWork
    {
        internal bool Dots, Whole;
        internal long Stride, K, Count;
        internal float* Matrix, X, Y;

        public readonly void Run(long from, long to)
        {
            if (Dots)
            {
                RunDots(this, Whole ? 0 : from, Whole ? Count : to);
            }
            else
            {
                for (long j = Whole ? 0 : from * ColumnBlock; j < (Whole ? Count : Math.Min(Count, to * ColumnBlock)); j += ColumnBlock)
                    RunSums(this, j, Math.Min(ColumnBlock, Count - j));
            }
        }
    }

    private static void RunDots(Work w, long from, long to)
    {
        for (long i = from; i < to; i++)
        {
            float* row = w.Matrix + (i * w.Stride);
            w.Y[i] = Simd.Wide ? Dot<V512>(row, w.X, w.K) : Simd.Middle ? Dot<V256>(row, w.X, w.K) : Dot<V128>(row, w.X, w.K);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot<V>(float* a, float* b, long n) where V : unmanaged, ISimd<V>
    {
        V s0 = V.Set(0f), s1 = s0, s2 = s0, s3 = s0;
        long i = 0;
        for (; i <= n - (4 * V.Count); i += 4 * V.Count)
        {
            s0 = V.Fma(V.Load(a + i), V.Load(b + i), s0);
            s1 = V.Fma(V.Load(a + i + V.Count), V.Load(b + i + V.Count), s1);
            s2 = V.Fma(V.Load(a + i + (2 * V.Count)), V.Load(b + i + (2 * V.Count)), s2);
            s3 = V.Fma(V.Load(a + i + (3 * V.Count)), V.Load(b + i + (3 * V.Count)), s3);
        }
        for (; i <= n - V.Count; i += V.Count)
            s0 = V.Fma(V.Load(a + i), V.Load(b + i), s0);
        float sum = V.Sum(s0 + s1 + (s2 + s3));
        for (; i < n; i++)
            sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    private static void RunSums(Work w, long first, long columns)
    {
        if (Simd.Wide)
            Sums<V512>(w.Matrix + first, w.Stride, w.X, w.Y + first, w.K, columns);
        else if (Simd.Middle)
            Sums<V256>(w.Matrix + first, w.Stride, w.X, w.Y + first, w.K, columns);
        else
            Sums<V128>(w.Matrix + first, w.Stride, w.X, w.Y + first, w.K, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums<V>(float* matrix, long stride, float* x, float* y, long k, long columns) where V : unmanaged, ISimd<V>
    {
        float* sums = stackalloc float[ColumnBlock];
        for (long depth = 0; depth < k; depth += GemmPlan.Depth)
        {
            float* to = depth == 0 ? y : sums;
            new Span<float>(to, (int)columns).Clear();
            for (long i = depth; i < Math.Min(k, depth + GemmPlan.Depth); i++)
            {
                float* row = matrix + (i * stride);
                V s = V.Set(x[i]);
                long j = 0;
                for (; j <= columns - V.Count; j += V.Count)
                    V.Store(V.Fma(s, V.Load(row + j), V.Load(to + j)), to + j);
                for (; j < columns; j++)
                    to[j] = MathF.FusedMultiplyAdd(x[i], row[j], to[j]);
            }
            if (depth > 0)
                Elementwise.BinaryRange(default(AddOp), y, sums, y, columns);
        }
    }
}
