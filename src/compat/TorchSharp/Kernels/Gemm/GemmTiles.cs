using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>Cuts a block of C one panel wide into register tiles.</summary>
internal static unsafe class GemmTiles
{
    /// <summary>
    /// C[rows, columns] (+)= A · B for packed rows of A (see <see cref="GemmPack.Rows"/>), at most
    /// <see cref="GemmPlan.Depth"/> deep, and one panel of B whose rows lie <paramref name="bStride"/> floats apart and may be
    /// read over the whole tile width. Only <paramref name="columns"/> columns of C are touched. A's memory must reach to a
    /// multiple of <see cref="GemmPlan.TileRows"/> rows; what lies there does not matter.
    /// </summary>
    internal static void Run(long rows, long columns, long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
    {
        if (Simd.Wide)
        {
            if (columns > 16)
                Two<V512>(rows, columns, k, a, b, bStride, c, cStride, add);
            else if (columns > 8)
                One<V512>(rows, columns, k, a, b, bStride, c, cStride, add);
            else
                One<V256>(rows, columns, k, a, b, bStride, c, cStride, add);
        }
        else if (Simd.Middle)
        {
            if (columns > 8)
                Two<V256>(rows, columns, k, a, b, bStride, c, cStride, add);
            else
                One<V256>(rows, columns, k, a, b, bStride, c, cStride, add);
        }
        else if (columns > 4)
        {
            Two<V128>(rows, columns, k, a, b, bStride, c, cStride, add);
        }
        else
        {
            One<V128>(rows, columns, k, a, b, bStride, c, cStride, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<V>(long rows, long columns, long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        bool wide = columns == 2 * V.Count;
        float* tile = stackalloc float[14 * 2 * 16];
        for (long done = 0; done < rows;)
        {
            int step = Step<V>(rows - done);
            int some = (int)Math.Min(step, rows - done);
            bool whole = wide && some == step;
            float* from = a + (done * GemmPlan.RowStride);
            float* to = whole ? c + (done * cStride) : tile;
            long stride = whole ? cStride : 2 * V.Count;
            bool sum = add && whole;
            if (sum)
                Prefetch(to, stride, some);
            if (step == 14)
                TileTwo.Run14<V>(k, from, b, bStride, to, stride, sum);
            else if (step == 6)
                TileTwo.Run6<V>(k, from, b, bStride, to, stride, sum);
            else if (step == 2)
                TileTwo.Run2<V>(k, from, b, bStride, to, stride, sum);
            else
                TileTwo.Run1<V>(k, from, b, bStride, to, stride, sum);
            if (!whole)
                Part(tile, stride, c + (done * cStride), cStride, some, columns, add);
            done += some;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<V>(long rows, long columns, long k, float* a, float* b, long bStride, float* c, long cStride, bool add)
        where V : unmanaged, ISimd<V>
    {
        bool wide = columns == V.Count;
        float* tile = stackalloc float[14 * 16];
        for (long done = 0; done < rows;)
        {
            int step = Step<V>(rows - done);
            int some = (int)Math.Min(step, rows - done);
            bool whole = wide && some == step;
            float* from = a + (done * GemmPlan.RowStride);
            float* to = whole ? c + (done * cStride) : tile;
            long stride = whole ? cStride : V.Count;
            bool sum = add && whole;
            if (step == 14)
                TileOne.Run14<V>(k, from, b, bStride, to, stride, sum);
            else if (step == 6)
                TileOne.Run6<V>(k, from, b, bStride, to, stride, sum);
            else if (step == 2)
                TileOne.Run2<V>(k, from, b, bStride, to, stride, sum);
            else
                TileOne.Run1<V>(k, from, b, bStride, to, stride, sum);
            if (!whole)
                Part(tile, stride, c + (done * cStride), cStride, some, columns, add);
            done += some;
        }
    }

    // the tile of C is read only after the sum, hundreds of cycles later: time enough to fetch it
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* c, long stride, int rows)
    {
        for (int i = 0; i < rows && Sse.IsSupported; i++, c += stride)
        {
            Sse.Prefetch1(c);
            Sse.Prefetch1(c + 16);
        }
    }

    // The tall tile needs 28 accumulators, which only AVX-512 has registers for. A rest may take a tile taller than itself
    // where that is faster than several short ones: its surplus rows are computed and dropped.
    private static int Step<V>(long left) where V : unmanaged, ISimd<V>
    {
        bool tall = Simd.Wide && typeof(V) != typeof(V128);
        if (tall && left >= 10)
            return 14;
        return left >= 3 ? 6 : left >= 2 ? 2 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(float* tile, long stride, float* c, long cStride, long rows, long columns, bool add)
    {
        for (long i = 0; i < rows; i++)
        {
            float* from = tile + (i * stride);
            float* to = c + (i * cStride);
            if (add)
                Elementwise.BinaryRange(default(AddOp), to, from, to, columns);
            else
                GemmPack.Copy(from, to, columns);
        }
    }
}
