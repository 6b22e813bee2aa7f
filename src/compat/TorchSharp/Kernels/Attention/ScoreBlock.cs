namespace TorchSharp.Kernels;

/// <summary>
/// Scores of some query rows against all keys, kept in the cache in the layout of a packed A operand: blocks of
/// <see cref="GemmPlan.Depth"/> keys, in each <see cref="Rows"/> rows. So they feed the next product without a copy.
/// </summary>
internal static unsafe class ScoreBlock
{
    private const int Stride = GemmPlan.RowStride;
    private const int Depth = GemmPlan.Depth;

    private static int TurnedKeys => GemmPlan.TileRows * 8;

    /// <summary>Query rows of one block: a few register tiles.</summary>
    internal static int Rows => GemmPlan.TileRows * 4;

    internal static long Floats(long keys) => (keys + Depth - 1) / Depth * Rows * Stride;

    /// <summary>Floats of a packed operand of <paramref name="n"/> columns and depth k.</summary>
    internal static long PanelFloats(long k, long n) => GemmPlan.Panels(n) * GemmPlan.TileColumns * k;

    /// <summary>Packs op(B) [k, n] into whole panels.</summary>
    internal static void PackPanels(bool transposed, float* b, long ldb, long k, long n, float* target)
    {
        int tile = GemmPlan.TileColumns;
        for (long j = 0; j < n; j += tile, target += k * tile)
            GemmPack.Panel(transposed, transposed ? b + (j * ldb) : b + j, ldb, Math.Min(tile, n - j), k, target);
    }

    /// <summary>scores[rows, keys] = A · B, with A packed [rows, k] and B packed panels of all keys.</summary>
    internal static void FromProduct(float* a, float* panels, long rows, long k, long keys, float* scores)
    {
        int tile = GemmPlan.TileColumns;
        for (long j = 0; j < keys; j += tile, panels += k * tile)
        {
            float* to = scores + (j / Depth * Rows * Stride) + (j % Depth);
            GemmTiles.Run(rows, Math.Min(tile, keys - j), k, a, panels, tile, to, Stride, add: false);
        }
    }

    /// <summary>C[rows, n] = scores · B, with B packed panels [keys, n].</summary>
    internal static void TimesPanels(float* scores, float* panels, long rows, long keys, long n, float* c, long ldc)
    {
        int tile = GemmPlan.TileColumns;
        for (long j = 0; j < n; j += tile, panels += keys * tile)
        {
            for (long key = 0; key < keys; key += Depth)
            {
                float* a = scores + (key / Depth * Rows * Stride);
                GemmTiles.Run(rows, Math.Min(tile, n - j), Math.Min(Depth, keys - key), a, panels + (key * tile), tile, c + j, ldc, key > 0);
            }
        }
    }

    /// <summary>C[keys, n] (+)= scoresᵀ · B, with B packed panels [rows, n].</summary>
    internal static void TransposedTimesPanels(float* scores, float* panels, long rows, long keys, long n, float* c, long ldc, bool add)
    {
        int tile = GemmPlan.TileColumns;
        float* turned = Scratch.Get(ScratchSlot.GemmTile, TurnedKeys * Stride);
        for (long key = 0, some; key < keys; key += some)
        {
            some = Math.Min(Math.Min(TurnedKeys, Depth - (key % Depth)), keys - key);
            Transpose.Copy(Segment(scores, 0, key) + (key % Depth), Stride, turned, Stride, rows, some);
            for (long j = 0; j < n; j += tile)
                GemmTiles.Run(some, Math.Min(tile, n - j), rows, turned, panels + (j * rows), tile, c + (key * ldc) + j, ldc, add);
        }
    }

    /// <summary>Adds a row of the mask to a row of scores.</summary>
    internal static void AddMask(float* scores, long row, long keys, float* mask)
    {
        for (long key = 0; key < keys; key += Depth)
        {
            float* part = Segment(scores, row, key);
            Elementwise.BinaryRange(default(AddOp), part, mask + key, part, Math.Min(Depth, keys - key));
        }
    }

    /// <summary>Replaces a row of scores s by e^(s - max) and returns the sum and the maximum.</summary>
    internal static (float Sum, float Max) ExpRow(float* scores, long row, long keys)
    {
        float max = float.NegativeInfinity;
        for (long key = 0; key < keys; key += Depth)
        {
            float some = Reduce.RowMax(Segment(scores, row, key), Math.Min(Depth, keys - key));
            max = float.IsNaN(some) || some > max ? some : max;
        }
        return (ExpRow(scores, row, keys, max), max);
    }

    /// <summary>Replaces a row of scores s by e^(s - shift) and returns the sum.</summary>
    internal static float ExpRow(float* scores, long row, long keys, float shift)
    {
        float sum = 0f;
        for (long key = 0; key < keys; key += Depth)
        {
            float* part = Segment(scores, row, key);
            sum += Reduce.RowExpSum(part, shift, part, Math.Min(Depth, keys - key));
        }
        return sum;
    }

    /// <summary>g = p · (g - shift) · scale on a row of two blocks: the softmax gradient.</summary>
    internal static void SoftmaxGradient(float* p, float* g, long row, long keys, float shift, float scale)
    {
        for (long key = 0; key < keys; key += Depth)
        {
            float* part = Segment(g, row, key);
            Elementwise.BinaryRange(new ScaledShiftedProductOp(shift, scale), Segment(p, row, key), part, part, Math.Min(Depth, keys - key));
        }
    }

    private static float* Segment(float* scores, long row, long key) => scores + (((key / Depth * Rows) + row) * Stride);

    private readonly struct ScaledShiftedProductOp(float shift, float scale) : IBinaryOp
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => a * (b - V.Set(shift)) * V.Set(scale);
    }
}
