namespace TorchSharp.Kernels;

/// <summary>
/// Reductions of a contiguous x[rows, columns] over its last axis, over its first axis, or of everything. Long sums go by
/// chunks of fixed length, combined in order, so the result is the same for every thread count.
/// </summary>
internal static unsafe class Reduce
{
    /// <summary>Rows that are summed apart before the sums are added.</summary>
    internal const long RowChunk = 128;

    private const long FlatChunk = 16384;

    /// <summary>What <see cref="Rows"/> computes of each row.</summary>
    internal enum Kind
    {
        Sum,
        Mean,
        Max,
        Min,
        Variance,
        SampleVariance,
        SumOfSquares,
    }

    /// <summary>y[rows]: one number a row; a sample variance divides by columns - 1.</summary>
    internal static void Rows(Kind kind, float* x, long rows, long columns, float* y)
    {
        if (rows == 1 && columns > 4 * FlatChunk && kind is Kind.Sum or Kind.Mean)
            *y = (float)(Sum(x, columns) / (kind == Kind.Mean ? columns : 1));
        else
            Workers.For(rows, Math.Max(1, Elementwise.Grain / Math.Max(1, columns)), new RowWork(kind, x, columns, y));
    }

    /// <summary>The index of the first largest (or smallest) element of each row, and its value where values is not null.</summary>
    internal static void ArgRows(bool largest, float* x, long rows, long columns, long* index, float* values)
    {
        Workers.For(rows, Math.Max(1, Elementwise.Grain / Math.Max(1, columns)), new ArgWork(largest, x, columns, index, values));
    }

    /// <summary>The sum of n numbers.</summary>
    internal static double Sum(float* x, long n) => Total(x, x, n, plain: true);

    /// <summary>The inner product of two arrays of n numbers.</summary>
    internal static double Dot(float* a, float* b, long n) => Total(a, b, n, plain: false);

    /// <summary>y[columns] (+)= op over the rows of each column, rows ≥ 1; the op is AddOp, MaxOp or MinOp.</summary>
    internal static void Columns<TOp>(TOp op, float* x, long rows, long columns, float* y, bool accumulate = false) where TOp : struct, IBinaryOp
    {
        long chunks = (rows + RowChunk - 1) / RowChunk;
        float* parts = Scratch.Get(ScratchSlot.Reduce, chunks * columns);
        var work = new ColumnWork<TOp>(op, x, rows, columns, parts);
        long grain = Math.Max(1, Elementwise.Grain / (RowChunk * Math.Max(1, columns)));
        Workers.For(chunks, grain, work);
        for (long c = 1; c < chunks; c++)
            Elementwise.BinaryRange(op, parts, parts + (c * columns), parts, columns);
        if (accumulate)
            Elementwise.BinaryRange(op, y, parts, y, columns);
        else
            GemmPack.Copy(parts, y, columns);
    }

    private static double Total(float* a, float* b, long n, bool plain)
    {
        long chunks = (n + FlatChunk - 1) / FlatChunk;
        float* parts = Scratch.Get(ScratchSlot.Reduce, chunks);
        Workers.For(chunks, 1, new FlatWork(a, b, n, plain, parts));
        double sum = 0;
        for (long i = 0; i < chunks; i++)
            sum += parts[i];
        return sum;
    }

    internal static float RowSum(float* x, long n) =>
        Simd.Wide ? RowMath.Sum<V512>(x, n) : Simd.Middle ? RowMath.Sum<V256>(x, n) : RowMath.Sum<V128>(x, n);

    internal static float RowMax(float* x, long n) =>
        Simd.Wide ? RowMath.Max<V512>(x, n) : Simd.Middle ? RowMath.Max<V256>(x, n) : RowMath.Max<V128>(x, n);

    internal static float RowDot(float* a, float* b, long n) =>
        Simd.Wide ? RowMath.Dot<V512>(a, b, n) : Simd.Middle ? RowMath.Dot<V256>(a, b, n) : RowMath.Dot<V128>(a, b, n);

    internal static float RowDeviations(float* x, float center, long n) =>
        Simd.Wide ? RowMath.SquaredDeviations<V512>(x, center, n)
        : Simd.Middle ? RowMath.SquaredDeviations<V256>(x, center, n) : RowMath.SquaredDeviations<V128>(x, center, n);

    internal static float RowExpSum(float* x, float shift, float* y, long n) =>
        Simd.Wide ? RowMath.ExpSum<V512>(x, shift, y, n)
        : Simd.Middle ? RowMath.ExpSum<V256>(x, shift, y, n) : RowMath.ExpSum<V128>(x, shift, y, n);

    private static float RowMin(float* x, long n)
    {
        float least = float.PositiveInfinity;
        for (long i = 0; i < n; i++)
            least = float.IsNaN(x[i]) || float.IsNaN(least) ? float.NaN : Math.Min(least, x[i]);
        return least;
    }

    private readonly struct RowWork(Kind kind, float* x, long columns, float* y) : IWork
    {
        private readonly float* _x = x, _y = y;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                float* row = _x + (i * columns);
                _y[i] = kind switch
                {
                    Kind.Sum => RowSum(row, columns),
                    Kind.Mean => RowSum(row, columns) / columns,
                    Kind.Max => RowMax(row, columns),
                    Kind.Min => RowMin(row, columns),
                    Kind.SumOfSquares => RowDot(row, row, columns),
                    Kind.Variance => RowDeviations(row, RowSum(row, columns) / columns, columns) / columns,
                    _ => RowDeviations(row, RowSum(row, columns) / columns, columns) / (columns - 1),
                };
            }
        }
    }

    private readonly struct ArgWork(bool largest, float* x, long columns, long* index, float* values) : IWork
    {
        private readonly float* _x = x, _values = values;
        private readonly long* _index = index;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                float* row = _x + (i * columns);
                float best = largest ? RowMax(row, columns) : RowMin(row, columns);
                long at = 0;
                while (at < columns - 1 && row[at] != best && !(float.IsNaN(best) && float.IsNaN(row[at])))
                    at++;
                _index[i] = at;
                if (_values != null)
                    _values[i] = best;
            }
        }
    }

    private readonly struct ColumnWork<TOp>(TOp op, float* x, long rows, long columns, float* parts) : IWork where TOp : struct, IBinaryOp
    {
        private readonly float* _x = x, _parts = parts;

        public void Run(long from, long to)
        {
            for (long chunk = from; chunk < to; chunk++)
            {
                float* part = _parts + (chunk * columns);
                long end = Math.Min(rows, (chunk + 1) * RowChunk);
                GemmPack.Copy(_x + (chunk * RowChunk * columns), part, columns);
                for (long i = (chunk * RowChunk) + 1; i < end; i++)
                    Elementwise.BinaryRange(op, part, _x + (i * columns), part, columns);
            }
        }
    }

    private readonly struct FlatWork(float* a, float* b, long n, bool plain, float* parts) : IWork
    {
        private readonly float* _a = a, _b = b, _parts = parts;

        public void Run(long from, long to)
        {
            for (long c = from; c < to; c++)
            {
                long first = c * FlatChunk, length = Math.Min(FlatChunk, n - first);
                _parts[c] = plain ? RowSum(_a + first, length) : RowDot(_a + first, _b + first, length);
            }
        }
    }
}
