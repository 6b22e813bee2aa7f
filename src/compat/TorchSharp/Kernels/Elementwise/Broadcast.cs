namespace TorchSharp.Kernels;

/// <summary>
/// Binary op of two strided operands into a contiguous y[rows, columns]: element (i, j) of a is a[i·aRow + j·aColumn].
/// A stride of 0 broadcasts.
/// </summary>
internal static unsafe class Broadcast
{
    private const int Chunk = 256;

    internal static void Binary<TOp>(
        TOp op, float* a, long aRow, long aColumn, float* b, long bRow, long bColumn, float* y, long rows, long columns)
        where TOp : struct, IBinaryOp
    {
        if (aColumn == 1 && bColumn == 1 && (rows == 1 || (aRow == columns && bRow == columns)))
        {
            Elementwise.Binary(op, a, b, y, rows * columns);
            return;
        }
        var work = new Work<TOp>
        {
            Op = op,
            A = a,
            B = b,
            Y = y,
            ARow = aRow,
            AColumn = aColumn,
            BRow = bRow,
            BColumn = bColumn,
            Columns = columns,
        };
        Workers.For(rows * columns, Elementwise.Grain, work);
    }

    private struct Work<TOp> : IWork where TOp : struct, IBinaryOp
    {
        internal TOp Op;
        internal long ARow, AColumn, BRow, BColumn, Columns;
        internal float* A, B, Y;

        public readonly void Run(long from, long to)
        {
            float* left = stackalloc float[Chunk];
            float* right = stackalloc float[Chunk];
            bool narrow = Columns < 64;
            while (from < to)
            {
                long row = from / Columns, column = from % Columns;
                long n = Math.Min(Chunk, to - from);
                float* a, b;
                if (narrow)
                {
                    a = Gather(A, ARow, AColumn, row, column, n, left);
                    b = Gather(B, BRow, BColumn, row, column, n, right);
                }
                else
                {
                    // whole stretches of a row: contiguous operands are read in place
                    n = Math.Min(AColumn == 1 && BColumn == 1 ? to - from : n, Columns - column);
                    a = Stretch(A + (row * ARow) + (column * AColumn), AColumn, n, left);
                    b = Stretch(B + (row * BRow) + (column * BColumn), BColumn, n, right);
                }
                Elementwise.BinaryRange(Op, a, b, Y + from, n);
                from += n;
            }
        }

        private readonly float* Gather(float* source, long rowStride, long columnStride, long row, long column, long n, float* buffer)
        {
            float* line = source + (row * rowStride);
            for (long i = 0; i < n; i++)
            {
                buffer[i] = line[column * columnStride];
                if (++column == Columns)
                {
                    column = 0;
                    line += rowStride;
                }
            }
            return buffer;
        }

        private static float* Stretch(float* source, long stride, long n, float* buffer)
        {
            if (stride == 1)
                return source;
            if (stride == 0)
            {
                new Span<float>(buffer, (int)n).Fill(*source);
                return buffer;
            }
            for (long i = 0; i < n; i++)
                buffer[i] = source[i * stride];
            return buffer;
        }
    }
}
