namespace TorchSharp.Kernels;

/// <summary>
/// Second phase of the backward pass, by expert and group of columns: dWr = dzᵀ x, dWe = dyᵀ (gate · hidden), dbr = Σ dz,
/// dbe = Σ gate · dy, each summed over the expert's entries in order.
/// </summary>
internal static unsafe class ExpertWeightGradient
{
    private const long GroupColumns = 128;

    internal static void Run(in ExpertProblem problem, in ExpertGradients gradients, float* dz, float* gated)
    {
        long groups = (problem.Dim + GroupColumns - 1) / GroupColumns;
        Workers.Each(problem.Experts * groups, new Work(problem, gradients, dz, gated, groups));
    }

    private readonly struct Work(ExpertProblem problem, ExpertGradients gradients, float* dz, float* gated, long groups) : IWork
    {
        private readonly ExpertProblem _p = problem;
        private readonly ExpertGradients _g = gradients;
        private readonly float* _dz = dz, _gated = gated;

        public void Run(long from, long to)
        {
            for (long task = from; task < to; task++)
            {
                // the last expert first: a shared one, the largest, comes last in the list
                long expert = _p.Experts - 1 - (task / groups), column = task % groups * GroupColumns;
                if (_p.Offsets[expert] < _p.Offsets[expert + 1])
                    Task(expert, column, Math.Min(GroupColumns, _p.Dim - column));
            }
        }

        private void Task(long expert, long column, long columns)
        {
            long h = _p.Hidden, dim = _p.Dim, from = _p.Offsets[expert], to = _p.Offsets[expert + 1];
            if (_g.Gwr != null)
                Product(expert, _dz, _p.X, column, columns, _g.Gwr + (expert * h * dim) + column, dim, add: true);
            if (_g.Gwe != null)
            {
                float* product = Scratch.Get(ScratchSlot.ExpertHidden, 2 * h * columns);
                float* turned = product + (h * columns);
                Product(expert, _gated, _g.Gy, column, columns, product, columns, add: false);
                Transpose.Copy(product, columns, turned, h, h, columns);
                float* target = _g.Gwe + (((expert * dim) + column) * h);
                Elementwise.BinaryRange(default(AddOp), target, turned, target, h * columns);
            }
            if (_g.Gbe != null)
            {
                float* target = _g.Gbe + (expert * dim) + column;
                for (long i = from; i < to; i++)
                    Elementwise.BinaryRange(new AxpyOp(_p.GateOf(i)), _g.Gy + (_p.Token[i] * dim) + column, target, target, columns);
            }
            if (_g.Gbr != null && column == 0)
            {
                float* target = _g.Gbr + (expert * h);
                for (long i = from; i < to; i++)
                    Elementwise.BinaryRange(default(AddOp), target, _dz + (i * h), target, h);
            }
        }

        // target[h, columns] (+)= Σ over entries of left[entry, h]ᵀ · matrix[token, column..]
        private void Product(long expert, float* left, float* matrix, long column, long columns, float* target, long stride, bool add)
        {
            long h = _p.Hidden;
            int tile = GemmPlan.TileColumns;
            float* a = Scratch.Get(ScratchSlot.GemmA, GemmPlan.PaddedRows(h) * GemmPlan.RowStride);
            float* b = Scratch.Get(ScratchSlot.GemmB, GemmPlan.Depth * tile);
            for (long from = _p.Offsets[expert]; from < _p.Offsets[expert + 1]; from += GemmPlan.Depth, add = true)
            {
                long depth = Math.Min(GemmPlan.Depth, _p.Offsets[expert + 1] - from);
                Transpose.Copy(left + (from * h), h, a, GemmPlan.RowStride, depth, h);
                for (long j = 0; j < columns; j += tile)
                {
                    long some = Math.Min(tile, columns - j);
                    int width = GemmPack.Width(some);
                    GemmPack.GatherPanel(matrix + column + j, _p.Dim, _p.Token + from, depth, some, b, width);
                    GemmTiles.Run(h, some, depth, a, b, width, target + j, stride, add);
                }
            }
        }
    }
}
