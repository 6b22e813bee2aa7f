namespace TorchSharp.Kernels;

/// <summary>
/// Attention without the [queries, keys] matrix in memory: a block of query rows at a time, its scores in the cache. The
/// backward pass computes the scores again from the saved log-sum-exp. Threads share out heads (forward: and groups of
/// queries); each output is summed in one order.
/// </summary>
internal static unsafe class AttentionKernel
{
    private const long SmallestGroup = 112;

    /// <summary>Writes O and, where it is given, LogSumExp.</summary>
    internal static void Forward(in AttentionProblem problem)
    {
        long heads = problem.Batch * problem.Heads;
        if (heads == 0 || problem.Queries == 0 || problem.Keys == 0)
            return;
        long groups = Workers.Inside ? 1 : Math.Min((Workers.Threads * 4L / heads) + 1, (problem.Queries / SmallestGroup) + 1);
        Workers.Each(heads * groups, new ForwardWork(problem, groups));
    }

    /// <summary>Writes Gq, Gk and Gv from Go, O and LogSumExp.</summary>
    internal static void Backward(in AttentionProblem problem)
    {
        if (problem.Queries > 0 && problem.Keys > 0)
            Workers.Each(problem.Batch * problem.Heads, new BackwardWork(problem));
    }

    private readonly struct ForwardWork(AttentionProblem problem, long groups) : IWork
    {
        private readonly AttentionProblem _p = problem;

        public void Run(long from, long to)
        {
            long keys = _p.Keys, dim = _p.Dim;
            long floats = ScoreBlock.PanelFloats(dim, keys);
            float* kPanels = Scratch.Get(ScratchSlot.AttentionExtra, floats + ScoreBlock.PanelFloats(keys, dim));
            float* vPanels = kPanels + floats;
            for (long task = from, packed = -1; task < to; task++)
            {
                long head = task / groups, group = task % groups;
                if (head != packed)
                {
                    ScoreBlock.PackPanels(true, _p.At(_p.K, _p.KStrides, head), _p.KStrides.Row, dim, keys, kPanels);
                    ScoreBlock.PackPanels(false, _p.At(_p.V, _p.VStrides, head), _p.VStrides.Row, keys, dim, vPanels);
                    packed = head;
                }
                long end = _p.Queries * (group + 1) / groups;
                for (long q = _p.Queries * group / groups; q < end; q += ScoreBlock.Rows)
                    Block(head, q, Math.Min(ScoreBlock.Rows, end - q), kPanels, vPanels);
            }
        }

        private void Block(long head, long query, long rows, float* kPanels, float* vPanels)
        {
            float* scores = Scratch.Get(ScratchSlot.AttentionScores, ScoreBlock.Floats(_p.Keys));
            float* a = Scratch.Get(ScratchSlot.GemmA, ScoreBlock.Rows * GemmPlan.RowStride);
            GemmPack.Rows(false, _p.At(_p.Q, _p.QStrides, head) + (query * _p.QStrides.Row), _p.QStrides.Row, rows, _p.Dim, _p.Scale, a);
            ScoreBlock.FromProduct(a, kPanels, rows, _p.Dim, _p.Keys, scores);
            float* sums = stackalloc float[(int)rows];
            for (long i = 0; i < rows; i++)
            {
                if (_p.Mask != null)
                    ScoreBlock.AddMask(scores, i, _p.Keys, _p.At(_p.Mask, _p.MaskStrides, head) + ((query + i) * _p.MaskStrides.Row));
                (sums[i], float max) = ScoreBlock.ExpRow(scores, i, _p.Keys);
                if (_p.LogSumExp != null)
                    _p.LogSumExp[(head * _p.Queries) + query + i] = max + MathF.Log(sums[i]);
            }
            float* o = _p.At(_p.O, _p.OStrides, head) + (query * _p.OStrides.Row);
            ScoreBlock.TimesPanels(scores, vPanels, rows, _p.Keys, _p.Dim, o, _p.OStrides.Row);
            for (long i = 0; i < rows; i++, o += _p.OStrides.Row)
                Elementwise.UnaryRange(new MulScalarOp(1f / sums[i]), o, o, _p.Dim);
        }
    }

    private readonly struct BackwardWork(AttentionProblem problem) : IWork
    {
        private readonly AttentionProblem _p = problem;

        public void Run(long from, long to)
        {
            long keys = _p.Keys, dim = _p.Dim, turned = ScoreBlock.PanelFloats(dim, keys);
            float* kTurned = Scratch.Get(ScratchSlot.AttentionExtra, (2 * turned) + ScoreBlock.PanelFloats(keys, dim));
            float* vTurned = kTurned + turned, kPanels = vTurned + turned;
            for (long head = from; head < to; head++)
            {
                ScoreBlock.PackPanels(true, _p.At(_p.K, _p.KStrides, head), _p.KStrides.Row, dim, keys, kTurned);
                ScoreBlock.PackPanels(true, _p.At(_p.V, _p.VStrides, head), _p.VStrides.Row, dim, keys, vTurned);
                ScoreBlock.PackPanels(false, _p.At(_p.K, _p.KStrides, head), _p.KStrides.Row, keys, dim, kPanels);
                for (long q = 0; q < _p.Queries; q += ScoreBlock.Rows)
                    Block(head, q, Math.Min(ScoreBlock.Rows, _p.Queries - q), kTurned, vTurned, kPanels);
            }
        }

        private void Block(long head, long query, long rows, float* kTurned, float* vTurned, float* kPanels)
        {
            long keys = _p.Keys, dim = _p.Dim, floats = ScoreBlock.Floats(keys), panel = ScoreBlock.PanelFloats(ScoreBlock.Rows, dim);
            float* p = Scratch.Get(ScratchSlot.AttentionScores, (2 * floats) + panel);
            float* g = p + floats, rowPanels = g + floats;
            float* a = Scratch.Get(ScratchSlot.GemmA, ScoreBlock.Rows * GemmPlan.RowStride);
            float* q = _p.At(_p.Q, _p.QStrides, head) + (query * _p.QStrides.Row);
            float* go = _p.At(_p.Go, _p.GoStrides, head) + (query * _p.GoStrides.Row);
            GemmPack.Rows(false, q, _p.QStrides.Row, rows, dim, _p.Scale, a);
            ScoreBlock.FromProduct(a, kTurned, rows, dim, keys, p);
            GemmPack.Rows(false, go, _p.GoStrides.Row, rows, dim, 1f, a);
            ScoreBlock.FromProduct(a, vTurned, rows, dim, keys, g);
            for (long i = 0; i < rows; i++)
            {
                if (_p.Mask != null)
                    ScoreBlock.AddMask(p, i, keys, _p.At(_p.Mask, _p.MaskStrides, head) + ((query + i) * _p.MaskStrides.Row));
                ScoreBlock.ExpRow(p, i, keys, _p.LogSumExp[(head * _p.Queries) + query + i]);
                float* o = _p.At(_p.O, _p.OStrides, head) + ((query + i) * _p.OStrides.Row);
                ScoreBlock.SoftmaxGradient(p, g, i, keys, Reduce.RowDot(o, go + (i * _p.GoStrides.Row), dim), _p.Scale);
            }
            float* gq = _p.At(_p.Gq, _p.GqStrides, head) + (query * _p.GqStrides.Row);
            ScoreBlock.TimesPanels(g, kPanels, rows, keys, dim, gq, _p.GqStrides.Row);
            ScoreBlock.PackPanels(false, go, _p.GoStrides.Row, rows, dim, rowPanels);
            ScoreBlock.TransposedTimesPanels(p, rowPanels, rows, keys, dim, _p.At(_p.Gv, _p.GvStrides, head), _p.GvStrides.Row, query > 0);
            ScoreBlock.PackPanels(false, q, _p.QStrides.Row, rows, dim, rowPanels);
            ScoreBlock.TransposedTimesPanels(g, rowPanels, rows, keys, dim, _p.At(_p.Gk, _p.GkStrides, head), _p.GkStrides.Row, query > 0);
        }
    }
}
