using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>
/// Sums in a fixed order: chunks of fixed size with one accumulator a lane, chunk totals added in sequence (in double for reals).
/// The order depends on shapes only, so any number of threads gives the same bits.
/// </summary>
internal static unsafe class Summing
{
    private const long Chunk = 4096;
    private const long Block = Reduce.RowChunk;
    private const long ColumnBlock = 512;

    internal static void Run(Tensor y, in ReductionLayout layout)
    {
        switch (y.dtype)
        {
            case ScalarType.Float32: Run<float, double>(y, layout); break;
            case ScalarType.Float64: Run<double, double>(y, layout); break;
            case ScalarType.Int64: Run<long, long>(y, layout); break;
            case ScalarType.Int32: Run<int, long>(y, layout); break;
            default: Run<byte, long>(y, layout); break;
        }
    }

    private static void Run<T, TTotal>(Tensor y, in ReductionLayout layout)
        where T : unmanaged, INumber<T> where TTotal : unmanaged, INumber<TTotal>
    {
        T* to = y.Data<T>(), from = layout.Source.Data<T>();
        long outer = layout.Outer, reduced = layout.Reduced, inner = layout.Inner;
        if (outer * inner == 0) return;
        if (inner == 1 && outer < 8 && reduced > 8 * Chunk) LongRows<T, TTotal>(to, from, outer, reduced);
        else if (inner == 1) Workers.For(outer, Math.Max(1, 16_384 / Math.Max(1, reduced)), (start, end) => Rows<T, TTotal>(to, from, reduced, start, end));
        else if (typeof(T) == typeof(float) && outer == 1) Reduce.Columns(default(AddOp), (float*)from, reduced, inner, (float*)to);
        else Columns<T>(to, from, outer, reduced, inner);
    }

    private static void Rows<T, TTotal>(T* to, T* from, long reduced, long start, long end)
        where T : unmanaged, INumber<T> where TTotal : unmanaged, INumber<TTotal>
    {
        for (long row = start; row < end; row++)
        {
            TTotal total = TTotal.Zero;
            for (long i = 0; i < reduced; i += Chunk) total += TTotal.CreateTruncating(ChunkSum(from + (row * reduced) + i, Math.Min(Chunk, reduced - i)));
            to[row] = T.CreateTruncating(total);
        }
    }

    private static void LongRows<T, TTotal>(T* to, T* from, long outer, long reduced)
        where T : unmanaged, INumber<T> where TTotal : unmanaged, INumber<TTotal>
    {
        long chunks = (reduced + Chunk - 1) / Chunk;
        Storage partials = BufferPool.Rent(outer * chunks * sizeof(T));
        T* partial = (T*)partials.Pointer;
        Workers.For(outer * chunks, 4, (start, end) =>
        {
            for (long c = start; c < end; c++)
            {
                long i = c % chunks * Chunk;
                partial[c] = ChunkSum(from + (c / chunks * reduced) + i, Math.Min(Chunk, reduced - i));
            }
        });
        for (long row = 0; row < outer; row++)
        {
            TTotal total = TTotal.Zero;
            for (long c = 0; c < chunks; c++) total += TTotal.CreateTruncating(partial[(row * chunks) + c]);
            to[row] = T.CreateTruncating(total);
        }
        partials.Release();
    }

    private static T ChunkSum<T>(T* x, long count) where T : unmanaged, INumber<T>
    {
        Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a;
        int width = Vector<T>.Count;
        long i = 0;
        for (; i <= count - (4 * width); i += 4 * width)
        {
            a += Vector.Load(x + i);
            b += Vector.Load(x + i + width);
            c += Vector.Load(x + i + (2 * width));
            d += Vector.Load(x + i + (3 * width));
        }
        T sum = Vector.Sum(a + b + (c + d));
        for (; i < count; i++) sum += x[i];
        return sum;
    }

    // Blocks of rows are summed apart and then added up: the error grows with the number of blocks, not of rows. The order is
    // that of Reduce.Columns, so a sum does not depend on how many others are taken with it.
    private static void Columns<T>(T* to, T* from, long outer, long reduced, long inner) where T : unmanaged, INumber<T>
    {
        long columnBlocks = (inner + ColumnBlock - 1) / ColumnBlock;
        long grain = Math.Max(1, 16_384 / Math.Max(1, reduced * Math.Min(inner, ColumnBlock)));
        Workers.For(outer * columnBlocks, grain, (start, end) =>
        {
            T* block = stackalloc T[(int)ColumnBlock];
            for (long task = start; task < end; task++)
            {
                long o = task / columnBlocks, first = task % columnBlocks * ColumnBlock, width = Math.Min(ColumnBlock, inner - first);
                T* y = to + (o * inner) + first;
                T* x = from + (o * reduced * inner) + first;
                for (long r = 0; r < reduced; r += Block)
                {
                    T* sum = r == 0 ? y : block;
                    new Span<T>(x + (r * inner), (int)width).CopyTo(new Span<T>(sum, (int)width));
                    for (long row = r + 1; row < Math.Min(r + Block, reduced); row++) AddRow(sum, x + (row * inner), width);
                    if (r > 0) AddRow(y, block, width);
                }
            }
        });
    }

    private static void AddRow<T>(T* y, T* x, long count) where T : unmanaged, INumber<T>
    {
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) (Vector.Load(y + i) + Vector.Load(x + i)).Store(y + i);
        for (; i < count; i++) y[i] += x[i];
    }
}
