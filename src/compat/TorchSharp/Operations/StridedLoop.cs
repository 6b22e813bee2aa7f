using System.Runtime.ExceptionServices;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>Handles one run of elements: for operand i the first is at offsets[i], the next strides[i] further.</summary>
internal unsafe delegate void StridedRow(long count, long* offsets, long* strides);

/// <summary>
/// Visits the elements of several equally shaped operands in row-major order, in the longest runs their strides allow,
/// split over threads. Every element belongs to one call, so the result does not depend on the number of threads.
/// </summary>
internal static unsafe class StridedLoop
{
    private const int MaximumOperands = 4;
    private const long GrainElements = 16_384;

    internal static void Run(long[] shape, StridedRow body, params long[][] strides) => Run(shape, GrainElements, body, strides);

    internal static void Run(long[] shape, long grain, StridedRow body, params long[][] strides)
    {
        if (Shapes.Count(shape) == 0) return;
        int operands = strides.Length;
        (long[] sizes, long[] steps) = Merge(shape, strides);
        int last = sizes.Length - 1;
        long inner = sizes[last], rows = Shapes.Count(sizes) / inner;
        if (rows == 1)
        {
            if (inner <= grain)
            {
                Part(0, inner);
                return;
            }
            Split(inner, grain, Part);
            return;
        }
        long rowGrain = Math.Max(1, grain / inner);
        if (rows <= rowGrain) Rows(0, rows);
        else Split(rows, rowGrain, Rows);

        void Part(long from, long to)
        {
            long* offsets = stackalloc long[MaximumOperands];
            long* step = stackalloc long[MaximumOperands];
            for (int i = 0; i < operands; i++)
            {
                step[i] = steps[(last * operands) + i];
                offsets[i] = from * step[i];
            }
            body(to - from, offsets, step);
        }

        void Rows(long from, long to)
        {
            long* offsets = stackalloc long[MaximumOperands];
            long* start = stackalloc long[MaximumOperands];
            long* step = stackalloc long[MaximumOperands];
            long* index = stackalloc long[last + 1];
            for (int i = 0; i < operands; i++)
            {
                step[i] = steps[(last * operands) + i];
                start[i] = 0;
            }
            long rest = from;
            for (int d = last - 1; d >= 0; d--)
            {
                index[d] = rest % sizes[d];
                rest /= sizes[d];
                for (int i = 0; i < operands; i++) start[i] += index[d] * steps[(d * operands) + i];
            }
            for (long row = from; row < to; row++)
            {
                for (int i = 0; i < operands; i++) offsets[i] = start[i];
                body(inner, offsets, step);
                for (int d = last - 1; d >= 0; d--)
                {
                    for (int i = 0; i < operands; i++) start[i] += steps[(d * operands) + i];
                    if (++index[d] < sizes[d]) break;
                    for (int i = 0; i < operands; i++) start[i] -= sizes[d] * steps[(d * operands) + i];
                    index[d] = 0;
                }
            }
        }
    }

    /// <summary>A parallel loop that fails with the same exception whether or not it was split.</summary>
    internal static void Split(long count, long grain, Action<long, long> body)
    {
        try
        {
            Workers.For(count, grain, body);
        }
        catch (InvalidOperationException e) when (e.InnerException is IndexOutOfRangeException inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
    }

    // Neighbouring dimensions that every operand steps through evenly become one.
    private static (long[] Sizes, long[] Steps) Merge(long[] shape, long[][] strides)
    {
        int operands = strides.Length;
        List<long> sizes = new(shape.Length + 1);
        List<long> steps = new((shape.Length + 1) * operands);
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 1) continue;
            bool merges = sizes.Count > 0;
            for (int i = 0; merges && i < operands; i++) merges = steps[^(operands - i)] == strides[i][d] * shape[d];
            if (merges)
            {
                sizes[^1] *= shape[d];
                for (int i = 0; i < operands; i++) steps[^(operands - i)] = strides[i][d];
                continue;
            }
            sizes.Add(shape[d]);
            for (int i = 0; i < operands; i++) steps.Add(strides[i][d]);
        }
        if (sizes.Count == 0)
        {
            sizes.Add(1);
            for (int i = 0; i < operands; i++) steps.Add(1);
        }
        return ([.. sizes], [.. steps]);
    }
}
