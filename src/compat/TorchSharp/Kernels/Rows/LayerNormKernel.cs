using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Layer normalisation over the rows of a contiguous [rows, columns].</summary>
internal static unsafe class LayerNormKernel
{
    private const long RowChunk = 64;

    /// <summary>y = (x - mean) · rstd · gamma + beta; gamma and beta [columns] may be null; mean and rstd [rows] are saved unless null.</summary>
    internal static void Forward(float* x, float* gamma, float* beta, float eps, float* y, float* mean, float* rstd, long rows, long columns)
    {
        if (columns > 0)
            Workers.For(rows, Math.Max(1, 8192 / columns), new ForwardWork(x, gamma, beta, eps, y, mean, rstd, columns));
    }

    /// <summary>
    /// Gradients for <see cref="Forward"/>; any of gx, ggamma, gbeta may be null; ggamma and gbeta are added to where
    /// <paramref name="accumulate"/>. Rows go in chunks of fixed size whose parameter gradients are added in order.
    /// </summary>
    internal static void Backward(
        float* x, float* gamma, float* mean, float* rstd, float* gy, float* gx, float* ggamma, float* gbeta, long rows, long columns,
        bool accumulate = false)
    {
        long chunks = (rows + RowChunk - 1) / RowChunk;
        float* parts = Scratch.Get(ScratchSlot.Other, ((chunks * 2) + 1) * columns);
        float* ones = parts + (chunks * 2 * columns);
        if (gamma == null)
        {
            Elementwise.Fill(ones, 1f, columns);
            gamma = ones;
        }
        Workers.For(chunks, Math.Max(1, Elementwise.Grain / (4 * RowChunk * columns)), new BackwardWork(x, gamma, mean, rstd, gy, gx, parts, rows, columns));
        for (int which = 0; which < 2; which++)
        {
            float* target = which == 0 ? ggamma : gbeta;
            if (target == null)
                continue;
            float* sum = parts + (which * columns);
            for (long c = 1; c < chunks; c++)
                Elementwise.BinaryRange(default(AddOp), sum, sum + (c * 2 * columns), sum, columns);
            if (accumulate)
                Elementwise.BinaryRange(default(AddOp), target, sum, target, columns);
            else
                GemmPack.Copy(sum, target, columns);
        }
    }

    private readonly struct ForwardWork(float* x, float* gamma, float* beta, float eps, float* y, float* mean, float* rstd, long columns) : IWork
    {
        private readonly float* _x = x, _gamma = gamma, _beta = beta, _y = y, _mean = mean, _rstd = rstd;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                float* row = _x + (i * columns), result = _y + (i * columns);
                float center = Reduce.RowSum(row, columns) / columns;
                float inverse = 1f / MathF.Sqrt((Reduce.RowDeviations(row, center, columns) / columns) + eps);
                if (_gamma != null && _beta != null)
                    Elementwise.TernaryRange(new NormalizeOp(center, inverse), row, _gamma, _beta, result, columns);
                else if (_gamma != null)
                    Elementwise.BinaryRange(new NormalizeScaleOp(center, inverse), row, _gamma, result, columns);
                else
                    Elementwise.UnaryRange(new AffineOp(inverse, -center * inverse), row, result, columns);
                if (_mean != null)
                    _mean[i] = center;
                if (_rstd != null)
                    _rstd[i] = inverse;
            }
        }
    }

    private readonly struct BackwardWork(
        float* x, float* gamma, float* mean, float* rstd, float* gy, float* gx, float* parts, long rows, long columns) : IWork
    {
        private readonly float* _x = x, _gamma = gamma, _mean = mean, _rstd = rstd, _gy = gy, _gx = gx, _parts = parts;

        public void Run(long from, long to)
        {
            for (long chunk = from; chunk < to; chunk++)
            {
                float* part = _parts + (chunk * 2 * columns);
                Elementwise.Fill(part, 0f, 2 * columns);
                for (long i = chunk * RowChunk; i < Math.Min(rows, (chunk + 1) * RowChunk); i++)
                    Row(i, part);
            }
        }

        private void Row(long i, float* part)
        {
            float* row = _x + (i * columns), g = _gy + (i * columns), target = _gx == null ? null : _gx + (i * columns);
            if (Simd.Wide)
                LayerNormKernel.Row<V512>(row, _gamma, _mean[i], _rstd[i], g, target, part, columns);
            else if (Simd.Middle)
                LayerNormKernel.Row<V256>(row, _gamma, _mean[i], _rstd[i], g, target, part, columns);
            else
                LayerNormKernel.Row<V128>(row, _gamma, _mean[i], _rstd[i], g, target, part, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<V>(float* x, float* gamma, float mean, float rstd, float* gy, float* gx, float* part, long n)
        where V : unmanaged, ISimd<V>
    {
        V m = V.Set(mean), r = V.Set(rstd), sum = V.Set(0f), dot = sum;
        float* gg = part, gb = part + n;
        long i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V g = V.Load(gy + i), h = (V.Load(x + i) - m) * r;
            V.Store(V.Fma(g, h, V.Load(gg + i)), gg + i);
            V.Store(g + V.Load(gb + i), gb + i);
            g *= V.Load(gamma + i);
            sum += g;
            dot = V.Fma(g, h, dot);
        }
        float tailSum = 0f, tailDot = 0f;
        for (long j = i; j < n; j++)
        {
            float h = (x[j] - mean) * rstd, g = gy[j];
            gg[j] += g * h;
            gb[j] += g;
            g *= gamma[j];
            tailSum += g;
            tailDot += g * h;
        }
        if (gx == null)
            return;
        float a = (V.Sum(sum) + tailSum) / n, b = (V.Sum(dot) + tailDot) / n;
        V va = V.Set(a), vb = V.Set(b);
        for (i = 0; i <= n - V.Count; i += V.Count)
        {
            V h = (V.Load(x + i) - m) * r;
            V.Store(r * ((V.Load(gy + i) * V.Load(gamma + i)) - V.Fma(h, vb, va)), gx + i);
        }
        for (; i < n; i++)
            gx[i] = rstd * ((gy[i] * gamma[i]) - a - ((x[i] - mean) * rstd * b));
    }

    private readonly struct NormalizeOp(float mean, float rstd) : ITernaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V a, V b, V c) where V : unmanaged, ISimd<V> => V.Fma((a - V.Set(mean)) * V.Set(rstd), b, c);
    }

    private readonly struct NormalizeScaleOp(float mean, float rstd) : IBinaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => (a - V.Set(mean)) * V.Set(rstd) * b;
    }
}
