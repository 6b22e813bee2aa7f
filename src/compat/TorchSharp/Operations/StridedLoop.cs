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

    internal static void Run(long[] shape, StridedRow body, params ReadOnlySpan<long[]> strides) => Run(shape, GrainElements, body, strides);

    internal static void Run(long[] shape, long grain, StridedRow body, params ReadOnlySpan<long[]> strides)
    {
        if (Shapes.Count(shape) == 0) return;
        long* sizes = stackalloc long[shape.Length + 1];
        long* steps = stackalloc long[(shape.Length + 1) * strides.Length];
        int last = Merge(shape, strides, sizes, steps) - 1;
        long inner = sizes[last], rows = 1;
        for (int d = 0; d < last; d++) rows *= sizes[d];
        var walk = new Walk { Body = body, Operands = strides.Length, Last = last, Sizes = sizes, Steps = steps };
        long count = rows == 1 ? inner : rows, piece = rows == 1 ? grain : Math.Max(1, grain / inner);
        if (count <= piece) walk.Run(0, count);
        else Split(count, piece, walk);
    }

    /// <summary>A parallel loop that fails with the same exception whether or not it was split.</summary>
    internal static void Split(long count, long grain, Action<long, long> body) => Split(count, grain, new Calls(body));

    private static void Split<TWork>(long count, long grain, TWork work) where TWork : struct, IWork
    {
        try
        {
            Workers.For(count, grain, work);
        }
        catch (InvalidOperationException e) when (e.InnerException is IndexOutOfRangeException inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
    }

    // Neighbouring dimensions that every operand steps through evenly become one; gives how many there are then, at least one.
    private static int Merge(long[] shape, ReadOnlySpan<long[]> strides, long* sizes, long* steps)
    {
        int operands = strides.Length, rank = 0;
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 1) continue;
            long* step = steps + ((rank - 1) * operands);
            bool merges = rank > 0;
            for (int i = 0; merges && i < operands; i++) merges = step[i] == strides[i][d] * shape[d];
            if (merges)
            {
                sizes[rank - 1] *= shape[d];
            }
            else
            {
                step += operands;
                sizes[rank++] = shape[d];
            }
            for (int i = 0; i < operands; i++) step[i] = strides[i][d];
        }
        if (rank > 0) return rank;
        sizes[0] = 1;
        for (int i = 0; i < operands; i++) steps[i] = 1;
        return 1;
    }

    private readonly struct Calls(Action<long, long> body) : IWork
    {
        public void Run(long from, long to) => body(from, to);
    }

    /// <summary>Elements [from, to) of a single dimension, or rows of several; its memory is that of the caller, who waits.</summary>
    private struct Walk : IWork
    {
        internal StridedRow Body;
        internal int Operands;
        internal int Last;
        internal long* Sizes;
        internal long* Steps;

        public readonly void Run(long from, long to)
        {
            long* offsets = stackalloc long[MaximumOperands];
            if (Last == 0)
            {
                for (int i = 0; i < Operands; i++) offsets[i] = from * Steps[i];
                Body(to - from, offsets, Steps);
            }
            else
            {
                Rows(from, to, offsets);
            }
        }

        private readonly void Rows(long from, long to, long* offsets)
        {
            long* start = stackalloc long[MaximumOperands];
            new Span<long>(start, MaximumOperands).Clear();
            long* index = stackalloc long[Last];
            long rest = from;
            for (int d = Last - 1; d >= 0; d--)
            {
                index[d] = rest % Sizes[d];
                rest /= Sizes[d];
                for (int i = 0; i < Operands; i++) start[i] += index[d] * Steps[(d * Operands) + i];
            }
            for (long row = from; row < to; row++)
            {
                for (int i = 0; i < Operands; i++) offsets[i] = start[i];
                Body(Sizes[Last], offsets, Steps + (Last * Operands));
                for (int d = Last - 1; d >= 0; d--)
                {
                    for (int i = 0; i < Operands; i++) start[i] += Steps[(d * Operands) + i];
                    if (++index[d] < Sizes[d]) break;
                    for (int i = 0; i < Operands; i++) start[i] -= Sizes[d] * Steps[(d * Operands) + i];
                    index[d] = 0;
                }
            }
        }
    }
}
