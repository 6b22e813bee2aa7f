using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Copies blocks of the operands into the layouts the register tiles read; transposes on the way.</summary>
internal static unsafe class GemmPack
{
    /// <summary>
    /// Rows [0, rows) × [0, k) of op(A) into <paramref name="target"/>, <see cref="GemmPlan.RowStride"/> floats a row.
    /// Not transposed, A's element (i, j) is a[i·lda + j]; transposed, it is a[j·lda + i].
    /// </summary>
    internal static void Rows(bool transposed, float* a, long lda, long rows, long k, float alpha, float* target)
    {
        if (transposed)
        {
            Transpose.Copy(a, lda, target, GemmPlan.RowStride, k, rows);
        }
        else
        {
            CopyRows(a, lda, target, GemmPlan.RowStride, rows, k);
        }
        if (alpha == 1f)
            return;
        for (long i = 0; i < rows; i++)
        {
            float* row = target + (i * GemmPlan.RowStride);
            Elementwise.UnaryRange(new MulScalarOp(alpha), row, row, k);
        }
    }

    /// <summary>
    /// One panel of op(B): <paramref name="columns"/> columns × k rows, stored [k][tile columns], the missing columns zero.
    /// Not transposed, B's element (i, j) is b[i·ldb + j]; transposed, it is b[j·ldb + i].
    /// </summary>
    internal static void Panel(bool transposed, float* b, long ldb, long columns, long k, float* target) =>
        Panel(transposed, b, ldb, columns, k, target, GemmPlan.TileColumns);

    /// <summary>The same with rows <paramref name="width"/> floats apart, for panels narrower than a tile: see <see cref="Width"/>.</summary>
    internal static void Panel(bool transposed, float* b, long ldb, long columns, long k, float* target, int width)
    {
        if (columns < width)
            new Span<float>(target, (int)(k * width)).Clear();
        if (transposed)
            Transpose.Copy(b, ldb, target, width, columns, k);
        else if (columns == GemmPlan.TileColumns)
            FullPanel(b, ldb, k, target);
        else
            CopyRows(b, ldb, target, width, k, columns);
    }

    /// <summary>The vector width that <see cref="GemmTiles.Run"/> reads of a panel of so many columns.</summary>
    internal static int Width(long columns)
    {
        int tile = GemmPlan.TileColumns;
        return columns > tile / 2 ? tile : Simd.Wide && columns <= 8 ? 8 : tile / 2;
    }

    /// <summary>Copies n floats that do not overlap.</summary>
    internal static void Copy(float* source, float* target, long n) => CopyRows(source, 0, target, 0, 1, n);

    /// <summary>Copies rows of n floats between matrices of different strides.</summary>
    internal static void CopyRows(float* source, long sourceStride, float* target, long targetStride, long rows, long n)
    {
        if (Simd.Wide)
            CopyRows<V512>(source, sourceStride, target, targetStride, rows, n);
        else if (Simd.Middle)
            CopyRows<V256>(source, sourceStride, target, targetStride, rows, n);
        else
            CopyRows<V128>(source, sourceStride, target, targetStride, rows, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<V>(float* source, long sourceStride, float* target, long targetStride, long rows, long n)
        where V : unmanaged, ISimd<V>
    {
        for (long row = 0; row < rows; row++, source += sourceStride, target += targetStride)
        {
            long i = 0;
            for (; i <= n - (4 * V.Count); i += 4 * V.Count)
            {
                V a = V.Load(source + i), b = V.Load(source + i + V.Count);
                V c = V.Load(source + i + (2 * V.Count)), d = V.Load(source + i + (3 * V.Count));
                V.Store(a, target + i);
                V.Store(b, target + i + V.Count);
                V.Store(c, target + i + (2 * V.Count));
                V.Store(d, target + i + (3 * V.Count));
            }
            for (; i <= n - V.Count; i += V.Count)
                V.Store(V.Load(source + i), target + i);
            if (i < n)
                V.StorePart(V.LoadPart(source + i, n - i, V.Set(0f)), target + i, n - i);
        }
    }

    /// <summary>A panel whose row i is columns of the matrix's row index[i]; the missing columns of a narrow one are zero.</summary>
    internal static void GatherPanel(float* matrix, long stride, long* index, long k, long columns, float* target, int width)
    {
        if (columns == width && width == GemmPlan.TileColumns)
        {
            if (Simd.Wide)
                GatherPanel<V512>(matrix, stride, index, k, target);
            else if (Simd.Middle)
                GatherPanel<V256>(matrix, stride, index, k, target);
            else
                GatherPanel<V128>(matrix, stride, index, k, target);
            return;
        }
        Elementwise.Fill(target, 0f, k * width);
        for (long i = 0; i < k; i++)
            Copy(matrix + (index[i] * stride), target + (i * width), columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherPanel<V>(float* matrix, long stride, long* index, long k, float* target) where V : unmanaged, ISimd<V>
    {
        for (long i = 0; i < k; i++, target += 2 * V.Count)
        {
            float* row = matrix + (index[i] * stride);
            V x = V.Load(row), y = V.Load(row + V.Count);
            V.Store(x, target);
            V.Store(y, target + V.Count);
        }
    }

    private static void FullPanel(float* b, long ldb, long k, float* target)
    {
        if (Simd.Wide)
            FullPanel<V512>(b, ldb, k, target);
        else if (Simd.Middle)
            FullPanel<V256>(b, ldb, k, target);
        else
            FullPanel<V128>(b, ldb, k, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FullPanel<V>(float* b, long ldb, long k, float* target) where V : unmanaged, ISimd<V>
    {
        for (float* end = target + (k * 2 * V.Count); target < end; target += 2 * V.Count, b += ldb)
        {
            V x = V.Load(b), y = V.Load(b + V.Count);
            V.Store(x, target);
            V.Store(y, target + V.Count);
        }
    }
}
