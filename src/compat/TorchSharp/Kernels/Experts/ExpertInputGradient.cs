namespace TorchSharp.Kernels;

/// <summary>Where the backward pass of the expert layer puts its results; every array but dgate is added to, any may be null.</summary>
internal readonly unsafe struct ExpertGradients
{
    /// <summary>[Tokens, Dim]: the incoming gradient.</summary>
    internal float* Gy { get; init; }

    /// <summary>[Tokens, Dim].</summary>
    internal float* Gx { get; init; }

    /// <summary>[Experts, Hidden, Dim], [Experts, Hidden], [Experts, Dim, Hidden], [Experts, Dim].</summary>
    internal float* Gwr { get; init; }

    internal float* Gbr { get; init; }

    internal float* Gwe { get; init; }

    internal float* Gbe { get; init; }

    /// <summary>[entries]: overwritten.</summary>
    internal float* Ggate { get; init; }
}

/// <summary>First phase of the backward pass, by blocks of tokens: dz and the gated activations of each entry, dgate, dx.</summary>
internal readonly unsafe struct ExpertInputGradient(
    ExpertProblem problem, ExpertGradients gradients, ExpertWeights weights, long block, float* dz, float* gated) : IWork
{
    private readonly ExpertProblem _p = problem;
    private readonly ExpertGradients _g = gradients;
    private readonly ExpertWeights _weights = weights;
    private readonly float* _dz = dz, _gated = gated;

    public void Run(long from, long to)
    {
        for (long b = from; b < to; b++)
        {
            for (long e = 0; e < _p.Experts; e++)
            {
                (long first, long end) = _p.Slice(e, b * block, Math.Min(_p.Tokens, (b + 1) * block));
                for (; first < end; first += ExpertWeights.ChunkRows)
                    Chunk(e, first, Math.Min(ExpertWeights.ChunkRows, end - first));
            }
        }
    }

    private void Chunk(long expert, long from, long rows)
    {
        long h = _p.Hidden, dim = _p.Dim;
        float* gathered = Scratch.Get(ScratchSlot.ExpertGather, GroupedGemm.GatherFloats(dim));
        float* packed = Scratch.Get(ScratchSlot.ExpertHidden, GroupedGemm.GatherFloats(h));
        float* raw = Scratch.Get(ScratchSlot.Other, (ExpertWeights.ChunkRows * h) + (GemmPlan.TileRows * dim));
        GroupedGemm.Gather(_p, _g.Gy, from, rows, gathered);
        _weights.IntoHidden(expert, rows, gathered, raw, h);
        float* hidden = _gated + (from * h), zGradient = _dz + (from * h), z = _p.Z + (from * h);
        Elementwise.UnaryRange(default(SiluOp), z, hidden, rows * h);
        Elementwise.BinaryRange(default(SiluGrad), z, raw, zGradient, rows * h);
        for (long i = 0; i < rows; i++)
            Entry(expert, from + i, raw + (i * h), packed, i);
        if (_g.Gx == null)
            return;
        float* tile = raw + (ExpertWeights.ChunkRows * h);
        for (long i = 0; i < rows; i += GemmPlan.TileRows)
        {
            long some = Math.Min(GemmPlan.TileRows, rows - i);
            _weights.IntoDim(expert, some, packed + (i * GemmPlan.RowStride), tile, dim);
            for (long j = 0; j < some; j++)
            {
                float* gx = _g.Gx + (_p.Token[from + i + j] * dim);
                Elementwise.BinaryRange(default(AddOp), gx, tile + (j * dim), gx, dim);
            }
        }
    }

    // draw = dy · We, the gradient of the hidden activation before the gate; the gate comes in here, row by row
    private void Entry(long expert, long entry, float* draw, float* packed, long row)
    {
        long h = _p.Hidden;
        float* hidden = _gated + (entry * h), zGradient = _dz + (entry * h);
        if (_g.Ggate != null)
        {
            float bias = _p.Be == null ? 0f : Reduce.RowDot(_g.Gy + (_p.Token[entry] * _p.Dim), _p.Be + (expert * _p.Dim), _p.Dim);
            _g.Ggate[entry] = Reduce.RowDot(draw, hidden, h) + bias;
        }
        if (_p.Gate != null)
        {
            var byGate = new MulScalarOp(_p.Gate[entry]);
            Elementwise.UnaryRange(byGate, hidden, hidden, h);
            Elementwise.UnaryRange(byGate, zGradient, zGradient, h);
        }
        for (long depth = 0; depth < h; depth += GemmPlan.Depth)
        {
            float* to = packed + (depth / GemmPlan.Depth * ExpertWeights.BlockStride(ExpertWeights.ChunkRows)) + (row * GemmPlan.RowStride);
            GemmPack.Copy(zGradient + depth, to, Math.Min(GemmPlan.Depth, h - depth));
        }
    }
}
