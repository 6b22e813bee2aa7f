using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>softmax, log_softmax and logsumexp over one dimension, recorded.</summary>
internal static unsafe class Softmaxes
{
    private delegate void Rows(Tensor x, Tensor y, long rows, long columns);

    private delegate void GradientRows(Tensor y, Tensor gradient, Tensor result, long rows, long columns);

    internal static Tensor Softmax(Tensor x, long dim, ScalarType? type) => Apply(x, dim, type, "softmax", Forward, Backward);

    internal static Tensor LogSoftmax(Tensor x, long dim, ScalarType? type) => Apply(x, dim, type, "log_softmax", LogForward, LogBackward);

    internal static Tensor LogSumExp(Tensor x, ReadOnlySpan<long> dims, bool keepdim)
    {
        long[] over = dims.ToArray();
        Tensor peak;
        using (new GradMode(enabled: false))
        {
            Tensor top = Extremes.Amax(x, over, keepdim: true);
            peak = Masking.Where(top.isfinite(), top, Factory.Full([], 0, top.dtype));
        }
        Tensor sum = Reduction.Sum(RealFunctions.Exp.Apply(Arithmetic.Sub(x, peak)), over, keepdim: true, null);
        Tensor result = Arithmetic.Add(RealFunctions.Log.Apply(sum), peak);
        if (keepdim) return result;
        long[] kept = [.. x.Sizes.Where((_, d) => !Shapes.Mask(over, x.Sizes.Length)[d])];
        return Viewing.Reshape(result, kept);
    }

    private static Tensor Apply(Tensor x, long dim, ScalarType? type, string name, Rows forward, GradientRows backward)
    {
        ScalarType target = type ?? x.dtype;
        if (!is_floating_point(target)) throw new InvalidOperationException($"{name} needs a floating-point tensor, not {target}.");
        if (target != x.dtype) x = x.type(target);
        int d = Shapes.Dim(dim, x.Sizes.Length);
        Tensor y = Along(x, d, source =>
        {
            Tensor result = Tensor.Create(source.Sizes, source.dtype);
            (long rows, long columns) = Matrix(source);
            forward(source, result, rows, columns);
            return result;
        });
        return Autograd.Needed(x)
            ? Autograd.Record(y, name, [x], [y], (node, g) =>
            {
                using Tensor saved = Last(node.Saved(0), d);
                node.Give(0, Along(g, d, gradient =>
                {
                    Tensor result = Tensor.Create(gradient.Sizes, gradient.dtype);
                    (long rows, long columns) = Matrix(gradient);
                    backward(saved, gradient, result, rows, columns);
                    return result;
                }));
            })
            : y;
    }

    // Runs a function of contiguous rows along any dimension.
    private static Tensor Along(Tensor x, int dim, Func<Tensor, Tensor> rows)
    {
        using GradMode off = new(enabled: false);
        using Tensor source = Last(x, dim);
        Tensor y = rows(source);
        if (dim >= x.Sizes.Length - 1) return y;
        using (y) return Viewing.Transpose(y, dim, -1);
    }

    private static Tensor Last(Tensor x, int dim)
    {
        using Tensor moved = dim >= x.Sizes.Length - 1 ? x.Detached() : Viewing.Transpose(x, dim, -1);
        return moved.Packed();
    }

    private static (long Rows, long Columns) Matrix(Tensor x)
    {
        long columns = x.Sizes.Length == 0 ? 1 : x.Sizes[^1];
        return (columns == 0 ? 0 : x.Count / columns, columns);
    }

    private static void Forward(Tensor x, Tensor y, long rows, long columns)
    {
        if (x.dtype == ScalarType.Float32)
        {
            SoftmaxKernel.Forward(x.Data<float>(), y.Data<float>(), rows, columns);
            return;
        }
        LogForward(x, y, rows, columns);
        double* p = y.Data<double>();
        for (long i = 0; i < rows * columns; i++) p[i] = Math.Exp(p[i]);
    }

    private static void LogForward(Tensor x, Tensor y, long rows, long columns)
    {
        if (x.dtype == ScalarType.Float32)
        {
            SoftmaxKernel.LogForward(x.Data<float>(), y.Data<float>(), rows, columns);
            return;
        }
        for (long r = 0; r < rows; r++)
        {
            Span<double> from = new(x.Data<double>() + (r * columns), (int)columns), to = new(y.Data<double>() + (r * columns), (int)columns);
            double peak = double.NegativeInfinity, sum = 0;
            foreach (double value in from) peak = Math.Max(peak, value);
            foreach (double value in from) sum += Math.Exp(value - peak);
            double shift = peak + Math.Log(sum);
            for (int i = 0; i < to.Length; i++) to[i] = from[i] - shift;
        }
    }

    private static void Backward(Tensor y, Tensor gradient, Tensor result, long rows, long columns)
    {
        if (y.dtype == ScalarType.Float32) SoftmaxKernel.Backward(y.Data<float>(), gradient.Data<float>(), result.Data<float>(), rows, columns);
        else PlainBackward(y, gradient, result, rows, columns, logarithmic: false);
    }

    private static void LogBackward(Tensor y, Tensor gradient, Tensor result, long rows, long columns)
    {
        if (y.dtype == ScalarType.Float32) SoftmaxKernel.LogBackward(y.Data<float>(), gradient.Data<float>(), result.Data<float>(), rows, columns);
        else PlainBackward(y, gradient, result, rows, columns, logarithmic: true);
    }

    private static void PlainBackward(Tensor y, Tensor gradient, Tensor result, long rows, long columns, bool logarithmic)
    {
        for (long r = 0; r < rows; r++)
        {
            double* p = y.Data<double>() + (r * columns), g = gradient.Data<double>() + (r * columns), to = result.Data<double>() + (r * columns);
            double sum = 0;
            for (long i = 0; i < columns; i++) sum += logarithmic ? g[i] : p[i] * g[i];
            for (long i = 0; i < columns; i++) to[i] = logarithmic ? g[i] - (Math.Exp(p[i]) * sum) : p[i] * (g[i] - sum);
        }
    }
}
