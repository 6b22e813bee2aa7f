namespace TorchSharp.Kernels;

/// <summary>The two weight matrices of every expert, packed into panels once a call and read by all threads.</summary>
internal readonly unsafe struct ExpertWeights : IWork
{
    private readonly float* _packed, _first, _second;
    private readonly bool _transposed;
    private readonly long _dim, _hidden;

    /// <summary>
    /// Packs op(first) [Dim, Hidden] and op(second) [Hidden, Dim] of each expert. Transposed, first is stored [Hidden, Dim] and
    /// second [Dim, Hidden] (the forward pass: Wr, We); else as they are used (the backward pass: We, Wr).
    /// </summary>
    internal ExpertWeights(in ExpertProblem p, float* first, float* second, bool transposed)
    {
        (_dim, _hidden, _transposed) = (p.Dim, p.Hidden, transposed);
        _first = first;
        _second = second;
        _packed = Scratch.Get(ScratchSlot.ExpertWeights, p.Experts * ExpertFloats);
        Workers.For(p.Experts, 1, this);
    }

    /// <summary>C[rows, Hidden] (+)= A[rows, Dim] · op(first).</summary>
    internal void IntoHidden(long expert, long rows, float* a, float* c, long cStride, bool add = false)
    {
        // the rows of A are packed in blocks of Depth columns, a block after the other
        float* block = _packed + (expert * ExpertFloats);
        Panels(block, _dim, _hidden, rows, a, c, cStride, add);
    }

    /// <summary>C[rows, Dim] = A[rows, Hidden] · op(second).</summary>
    internal void IntoDim(long expert, long rows, float* a, float* c, long cStride)
    {
        float* block = _packed + (expert * ExpertFloats) + (_dim * PaddedWidth(_hidden));
        Panels(block, _hidden, _dim, rows, a, c, cStride, add: false);
    }

    /// <summary>Floats between the depth blocks of a packed A of at most <paramref name="rows"/> rows.</summary>
    internal static long BlockStride(long rows) => rows * GemmPlan.RowStride;

    /// <summary>Rows of one packed A: a few register tiles.</summary>
    internal static int ChunkRows => GemmPlan.TileRows * 4;

    public void Run(long from, long to)
    {
        for (long e = from; e < to; e++)
        {
            float* target = _packed + (e * ExpertFloats);
            long size = _dim * _hidden;
            Pack(_first + (e * size), _transposed ? _dim : _hidden, _dim, _hidden, target);
            Pack(_second + (e * size), _transposed ? _hidden : _dim, _hidden, _dim, target + (_dim * PaddedWidth(_hidden)));
        }
    }

    private long ExpertFloats => (_dim * PaddedWidth(_hidden)) + (_hidden * PaddedWidth(_dim));

    private void Pack(float* source, long ld, long k, long n, float* target)
    {
        int tile = GemmPlan.TileColumns;
        for (long j = 0; j < n; j += tile)
        {
            long columns = Math.Min(tile, n - j);
            int width = GemmPack.Width(columns);
            GemmPack.Panel(_transposed, _transposed ? source + (j * ld) : source + j, ld, columns, k, target, width);
            target += k * width;
        }
    }

    private static void Panels(float* block, long k, long n, long rows, float* a, float* c, long cStride, bool add)
    {
        int tile = GemmPlan.TileColumns;
        for (long j = 0; j < n; j += tile)
        {
            long columns = Math.Min(tile, n - j);
            int width = GemmPack.Width(columns);
            for (long depth = 0; depth < k; depth += GemmPlan.Depth)
            {
                float* rowsOfA = a + (depth / GemmPlan.Depth * BlockStride(ChunkRows));
                GemmTiles.Run(rows, columns, Math.Min(GemmPlan.Depth, k - depth), rowsOfA, block + (depth * width), width, c + j, cStride, add || depth > 0);
            }
            block += k * width;
        }
    }

    private static long PaddedWidth(long n)
    {
        int tile = GemmPlan.TileColumns;
        long rest = n % tile;
        return n - rest + (rest == 0 ? 0 : GemmPack.Width(rest));
    }
}
