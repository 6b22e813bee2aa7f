using System.Buffers;
using System.Runtime.InteropServices;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What is done to gradients between backward and a step; a leaf's gradient is contiguous.</summary>
internal static unsafe class GradientKernels
{
    private const long Chunk = 4096;

    internal static void Clear(Tensor gradient)
    {
        gradient.Memory.Version++;
        NativeMemory.Clear(gradient.Data<byte>(), (nuint)(gradient.Count * DType.Size(gradient.dtype)));
    }

    internal static void Scale(Tensor gradient, double factor)
    {
        float* x = Floats(gradient);
        gradient.Memory.Version++;
        float by = (float)factor;
        Workers.For(gradient.Count, Elementwise.Grain, (from, to) =>
        {
            for (long i = from; i < to; i++) x[i] *= by;
        });
    }

    internal static void Clamp(Tensor gradient, double limit)
    {
        float* x = Floats(gradient);
        gradient.Memory.Version++;
        float bound = (float)limit;
        for (long i = 0; i < gradient.Count; i++) x[i] = Math.Clamp(x[i], -bound, bound);
    }

    /// <summary>Σ |x|ᵖ in double, over chunks of one size whatever the thread count; for p = ∞ the largest |x|.</summary>
    internal static double PowerSum(Tensor gradient, double p)
    {
        float* x = Floats(gradient);
        long count = gradient.Count;
        int chunks = checked((int)((count + Chunk - 1) / Chunk));
        double[] parts = ArrayPool<double>.Shared.Rent(Math.Max(1, chunks));
        Workers.For(chunks, 4, (from, to) =>
        {
            for (long i = from; i < to; i++)
            {
                ReadOnlySpan<float> part = Span(x, i * Chunk, Math.Min(count, (i + 1) * Chunk));
                parts[i] = double.IsInfinity(p) ? Largest(part) : PowerSum(part, p);
            }
        });
        double total = 0;
        for (int i = 0; i < chunks; i++) total = double.IsInfinity(p) ? Math.Max(total, parts[i]) : total + parts[i];
        ArrayPool<double>.Shared.Return(parts);
        return total;
    }

    private static double PowerSum(ReadOnlySpan<float> part, double p)
    {
        if (p == 2) return SquareSum(part);
        double sum = 0;
        foreach (float value in part) sum += Math.Pow(Math.Abs((double)value), p);
        return sum;
    }

    private static double SquareSum(ReadOnlySpan<float> part)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i <= part.Length - 4; i += 4)
        {
            s0 += (double)part[i] * part[i];
            s1 += (double)part[i + 1] * part[i + 1];
            s2 += (double)part[i + 2] * part[i + 2];
            s3 += (double)part[i + 3] * part[i + 3];
        }
        for (; i < part.Length; i++) s0 += (double)part[i] * part[i];
        return s0 + s1 + s2 + s3;
    }

    private static double Largest(ReadOnlySpan<float> part)
    {
        double largest = 0;
        foreach (float value in part) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private static Span<float> Span(float* x, long from, long to) => new(x + from, checked((int)(to - from)));

    private static float* Floats(Tensor gradient) => gradient.dtype == ScalarType.Float32
        ? gradient.Data<float>()
        : throw new NotSupportedException($"Gradients are clipped as Float32, not {gradient.dtype}.");
}
