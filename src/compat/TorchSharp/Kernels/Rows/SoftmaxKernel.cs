namespace TorchSharp.Kernels;

/// <summary>Softmax and its relatives over the rows of a contiguous [rows, columns]; outputs may be the inputs.</summary>
internal static unsafe class SoftmaxKernel
{
    private enum Kind
    {
        Softmax,
        SoftmaxBackward,
        LogSoftmax,
        LogSoftmaxBackward,
        LogSumExp,
        LogSumExpBackward,
    }

    /// <summary>y = eˣ / Σ eˣ.</summary>
    internal static void Forward(float* x, float* y, long rows, long columns) => Run(Kind.Softmax, x, null, null, y, rows, columns);

    /// <summary>gx = y · (gy - Σ y gy), with y the softmax.</summary>
    internal static void Backward(float* y, float* gy, float* gx, long rows, long columns) =>
        Run(Kind.SoftmaxBackward, y, gy, null, gx, rows, columns);

    /// <summary>y = x - ln Σ eˣ.</summary>
    internal static void LogForward(float* x, float* y, long rows, long columns) => Run(Kind.LogSoftmax, x, null, null, y, rows, columns);

    /// <summary>gx = gy - eʸ Σ gy, with y the log-softmax.</summary>
    internal static void LogBackward(float* y, float* gy, float* gx, long rows, long columns) =>
        Run(Kind.LogSoftmaxBackward, y, gy, null, gx, rows, columns);

    /// <summary>y[rows] = ln Σ eˣ.</summary>
    internal static void LogSumExp(float* x, float* y, long rows, long columns) => Run(Kind.LogSumExp, x, null, null, y, rows, columns);

    /// <summary>gx = gy[row] · e^(x - lse[row]).</summary>
    internal static void LogSumExpBackward(float* x, float* lse, float* gy, float* gx, long rows, long columns) =>
        Run(Kind.LogSumExpBackward, x, gy, lse, gx, rows, columns);

    /// <summary>Softmax of one row; returns ln Σ eˣ.</summary>
    internal static float Row(float* x, float* y, long n)
    {
        float max = Reduce.RowMax(x, n);
        float sum = Reduce.RowExpSum(x, max, y, n);
        Elementwise.UnaryRange(new MulScalarOp(1f / sum), y, y, n);
        return max + MathF.Log(sum);
    }

    private static void Run(Kind kind, float* x, float* g, float* lse, float* y, long rows, long columns)
    {
        if (columns > 0)
            Workers.For(rows, Math.Max(1, 4096 / columns), new Work(kind, x, g, lse, y, columns));
    }

    private static float RowLogSumExp(float* x, long n, float* buffer)
    {
        float max = Reduce.RowMax(x, n);
        return float.IsInfinity(max) ? max : max + MathF.Log(Reduce.RowExpSum(x, max, buffer, n));
    }

    private readonly struct Work(Kind kind, float* x, float* g, float* lse, float* y, long columns) : IWork
    {
        private readonly float* _x = x, _g = g, _lse = lse, _y = y;

        public void Run(long from, long to)
        {
            float* buffer = Scratch.Get(ScratchSlot.Reduce, columns);
            for (long i = from; i < to; i++)
                Row(i, buffer);
        }

        private void Row(long i, float* buffer)
        {
            float* row = _x + (i * columns), grad = _g + (i * columns), result = _y + (i * columns);
            switch (kind)
            {
                case Kind.Softmax:
                    SoftmaxKernel.Row(row, result, columns);
                    break;
                case Kind.SoftmaxBackward:
                    Elementwise.BinaryRange(new ShiftedProductOp(Reduce.RowDot(row, grad, columns)), row, grad, result, columns);
                    break;
                case Kind.LogSoftmax:
                    Elementwise.UnaryRange(new AddScalarOp(-RowLogSumExp(row, columns, buffer)), row, result, columns);
                    break;
                case Kind.LogSoftmaxBackward:
                    Elementwise.BinaryRange(new LogSoftmaxGradOp(Reduce.RowSum(grad, columns)), row, grad, result, columns);
                    break;
                case Kind.LogSumExp:
                    _y[i] = RowLogSumExp(row, columns, buffer);
                    break;
                default:
                    Elementwise.UnaryRange(new ScaledExpOp(_lse[i], _g[i]), row, result, columns);
                    break;
            }
        }
    }
}
