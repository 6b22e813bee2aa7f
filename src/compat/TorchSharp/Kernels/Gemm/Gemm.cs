namespace TorchSharp.Kernels;

/// <summary>
/// Single-precision matrix product C = α · op(A) · op(B) + β · C, row-major, any row stride. op(A) is [m, k]: stored so when
/// not transposed, as [k, m] when transposed; op(B) is [k, n], stored as [n, k] when transposed. Bit-equal for every thread
/// count and for every m: threads share out tiles of C, and each element is summed over k in one order.
/// </summary>
internal static unsafe class Gemm
{
    private const long SmallB = 8192;

    /// <summary>One product; the epilogue (bias, activation) is applied to the finished C.</summary>
    internal static void Run(
        bool transA, bool transB, long m, long n, long k, float alpha, float* a, long lda, float* b, long ldb,
        float beta, float* c, long ldc, GemmEpilogue epilogue = default)
    {
        if (m == 0 || n == 0)
            return;
        if (k == 0 || alpha == 0f || (beta != 0f && beta != 1f))
        {
            Scale(m, n, beta, c, ldc);
            if (k == 0 || alpha == 0f)
            {
                epilogue.Apply(c, ldc, 0, 0, m, n);
                return;
            }
        }
        bool add = beta != 0f;
        if (n == 1 || (m == 1 && !transB))
        {
            Gemv.Run(transA, transB, m, n, k, alpha, a, lda, b, ldb, add, c, ldc);
            epilogue.Apply(c, ldc, 0, 0, m, n);
            return;
        }
        var plan = new GemmPlan(m, Math.Min(n, GemmPlan.Columns), k);
        // B is read in place where copying it costs more than reading it across rows
        bool direct = !transB && (m <= 2 * GemmPlan.TileRows || (k * n <= SmallB && ldb % 1024 != 0));
        int tile = GemmPlan.TileColumns;
        for (long column = 0; column < n; column += GemmPlan.Columns)
        {
            long columns = Math.Min(GemmPlan.Columns, n - column);
            long panels = GemmPlan.Panels(columns);
            for (long depth = 0; depth < k; depth += GemmPlan.Depth)
            {
                long d = Math.Min(GemmPlan.Depth, k - depth);
                var step = new GemmStep
                {
                    Plan = plan,
                    TransA = transA,
                    TransB = transB,
                    Rows = m,
                    Columns = columns,
                    FirstColumn = column,
                    Depth = d,
                    Alpha = alpha,
                    A = transA ? a + (depth * lda) : a + depth,
                    Lda = lda,
                    B = transB ? b + (column * ldb) + depth : b + (depth * ldb) + column,
                    Ldb = ldb,
                    C = c + column,
                    Ldc = ldc,
                    Add = add || depth > 0,
                    Last = depth + d == k,
                    Epilogue = epilogue,
                    Direct = direct,
                    Packed = Scratch.Get(ScratchSlot.GemmB, panels * d * tile),
                };
                // a panel is worth a piece of work of its own only if it is not trivial
                Workers.For(panels, Math.Max(1, 16384 / (d * tile)), new PackWork(step));
                long tasks = (m + plan.TaskRows - 1) / plan.TaskRows * ((panels + plan.TaskPanels - 1) / plan.TaskPanels);
                Workers.Each(tasks, new TileWork(step));
            }
        }
    }

    /// <summary>Products over a batch: matrix i starts at a + i·strideA, b + i·strideB, c + i·strideC (0 shares one).</summary>
    internal static void RunBatch(
        long batch, bool transA, bool transB, long m, long n, long k, float alpha, float* a, long lda, long strideA,
        float* b, long ldb, long strideB, float beta, float* c, long ldc, long strideC)
    {
        // one tall product instead of many when B is shared and the rows of A and C follow one another
        if (batch > 1 && strideB == 0 && !transA && strideA == m * lda && strideC == m * ldc)
        {
            Run(transA: false, transB, batch * m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            return;
        }
        var work = new BatchWork
        {
            TransA = transA,
            TransB = transB,
            M = m,
            N = n,
            K = k,
            Alpha = alpha,
            A = a,
            Lda = lda,
            StrideA = strideA,
            B = b,
            Ldb = ldb,
            StrideB = strideB,
            Beta = beta,
            C = c,
            Ldc = ldc,
            StrideC = strideC,
        };
        if (batch < Workers.Threads)
            work.Run(0, batch);
        else
            Workers.For(batch, Math.Max(1, 100_000 / Math.Max(1, m * n * k)), work);
    }

    private static void Scale(long m, long n, float beta, float* c, long ldc)
    {
        for (long i = 0; i < m; i++)
        {
            float* row = c + (i * ldc);
            for (long j = 0; j < n; j++)
                row[j] = beta == 0f ? 0f : row[j] * beta;
        }
    }

    private readonly struct PackWork(GemmStep step) : IWork
    {
        private readonly GemmStep _step = step;

        public void Run(long from, long to) => _step.PackPanels(from, to);
    }

    private readonly struct TileWork(GemmStep step) : IWork
    {
        private readonly GemmStep _step = step;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
                _step.RunTask(i);
        }
    }

    private struct BatchWork : IWork
    {
        internal bool TransA, TransB;
        internal long M, N, K, Lda, Ldb, Ldc, StrideA, StrideB, StrideC;
        internal float Alpha, Beta;
        internal float* A, B, C;

        public readonly void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                Gemm.Run(TransA, TransB, M, N, K, Alpha, A + (i * StrideA), Lda, B + (i * StrideB), Ldb,
                    Beta, C + (i * StrideC), Ldc);
            }
        }
    }
}
