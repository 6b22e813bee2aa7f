using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Forward pass of the grouped expert layer (see <see cref="ExpertProblem"/>). Threads share out blocks of tokens; a block runs
/// through the experts in order, so each token sums its experts in one order whatever the blocks.
/// </summary>
internal static unsafe class GroupedGemm
{
    /// <summary>Adds the experts' outputs to Y and, where Z is given, saves the hidden pre-activations.</summary>
    internal static void Forward(in ExpertProblem problem)
    {
        if (problem.Entries == 0)
            return;
        var weights = new ExpertWeights(problem, problem.Wr, problem.We, transposed: true);
        long block = problem.BlockTokens();
        Workers.Each((problem.Tokens + block - 1) / block, new ForwardWork(problem, weights, block));
    }

    /// <summary>Gradients of <see cref="Forward"/>; see <see cref="ExpertGradients"/>.</summary>
    internal static void Backward(in ExpertProblem problem, in ExpertGradients gradients)
    {
        if (problem.Entries == 0)
            return;
        long h = problem.Hidden;
        // per entry, kept between the two phases: the gradient of z, and the gated hidden activation
        float* dz = Scratch.Get(ScratchSlot.ExpertExtra, 2 * problem.Entries * h);
        float* gated = dz + (problem.Entries * h);
        var weights = new ExpertWeights(problem, problem.We, problem.Wr, transposed: false);
        long block = problem.BlockTokens();
        Workers.Each((problem.Tokens + block - 1) / block, new ExpertInputGradient(problem, gradients, weights, block, dz, gated));
        ExpertWeightGradient.Run(problem, gradients, dz, gated);
    }

    /// <summary>Copies the rows of a [tokens, dim] matrix that the entries name into packed A blocks.</summary>
    internal static void Gather(in ExpertProblem p, float* matrix, long from, long rows, float* target)
    {
        for (long i = 0; i < rows; i++)
        {
            float* source = matrix + (p.Token[from + i] * p.Dim);
            for (long depth = 0; depth < p.Dim; depth += GemmPlan.Depth)
            {
                float* to = target + (depth / GemmPlan.Depth * ExpertWeights.BlockStride(ExpertWeights.ChunkRows)) + (i * GemmPlan.RowStride);
                GemmPack.Copy(source + depth, to, Math.Min(GemmPlan.Depth, p.Dim - depth));
            }
        }
    }

    /// <summary>Floats of packed A blocks for one chunk of rows of width dim.</summary>
    internal static long GatherFloats(long dim) =>
        (dim + GemmPlan.Depth - 1) / GemmPlan.Depth * ExpertWeights.BlockStride(ExpertWeights.ChunkRows);

    private readonly struct ForwardWork(ExpertProblem problem, ExpertWeights weights, long block) : IWork
    {
        private readonly ExpertProblem _p = problem;
        private readonly ExpertWeights _weights = weights;

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
            float* gathered = Scratch.Get(ScratchSlot.ExpertGather, GatherFloats(dim));
            float* hidden = Scratch.Get(ScratchSlot.ExpertHidden, GatherFloats(h));
            float* raw = Scratch.Get(ScratchSlot.Other, (2 * ExpertWeights.ChunkRows * h) + (GemmPlan.TileRows * dim));
            float* active = raw + (ExpertWeights.ChunkRows * h);
            Gather(_p, _p.X, from, rows, gathered);
            float* z = _p.Z == null ? raw : _p.Z + (from * h);
            for (long i = 0; _p.Br != null && i < rows; i++)
                GemmPack.Copy(_p.Br + (expert * h), z + (i * h), h);
            _weights.IntoHidden(expert, rows, gathered, z, h, add: _p.Br != null);
            Elementwise.UnaryRange(default(SiluOp), z, active, rows * h);
            for (long i = 0; i < rows; i++)
                GateInto(hidden, i, active + (i * h), h, _p.GateOf(from + i));
            float* tile = active + (ExpertWeights.ChunkRows * h);
            for (long i = 0; i < rows; i += GemmPlan.TileRows)
                Scatter(expert, from + i, Math.Min(GemmPlan.TileRows, rows - i), hidden + (i * GemmPlan.RowStride), tile);
        }

        private static void GateInto(float* hidden, long row, float* active, long h, float gate)
        {
            for (long depth = 0; depth < h; depth += GemmPlan.Depth)
            {
                float* to = hidden + (depth / GemmPlan.Depth * ExpertWeights.BlockStride(ExpertWeights.ChunkRows)) + (row * GemmPlan.RowStride);
                Elementwise.UnaryRange(new MulScalarOp(gate), active + depth, to, Math.Min(GemmPlan.Depth, h - depth));
            }
        }

        private void Scatter(long expert, long from, long rows, float* hidden, float* tile)
        {
            long dim = _p.Dim;
            _weights.IntoDim(expert, rows, hidden, tile, dim);
            for (long i = 0; i < rows; i++)
            {
                float* y = _p.Y + (_p.Token[from + i] * dim);
                if (_p.Be == null)
                    Elementwise.BinaryRange(default(AddOp), y, tile + (i * dim), y, dim);
                else
                    Elementwise.TernaryRange(new AddGatedBiasOp(_p.GateOf(from + i)), tile + (i * dim), _p.Be + (expert * dim), y, y, dim);
            }
        }
    }
}

/// <summary>c + (a + gate · b).</summary>
internal readonly struct AddGatedBiasOp(float gate) : ITernaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c) where V : unmanaged, ISimd<V> => c + V.Fma(b, V.Set(gate), a);
}
