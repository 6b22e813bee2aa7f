using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

internal unsafe delegate void FloatRow(float* x, float* y, long count);

/// <summary>From the saved input or output and the gradient of the output, the gradient of the input.</summary>
internal unsafe delegate void FloatGradientRow(float* saved, float* gradient, float* result, long count);

/// <summary>A differentiable function of one real number, with its kernels for single precision and plain code for double.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Forward">The function; its single-precision kernel is <paramref name="Kernel"/>, where there is one.</param>
/// <param name="Slope">The derivative as a function of what is saved.</param>
/// <param name="SavesOutput">Whether the derivative is a function of the output rather than of the input.</param>
internal sealed record RealFunction(
    string Name, Func<double, double> Forward, Func<double, double> Slope, bool SavesOutput, FloatRow Kernel = null, FloatGradientRow GradientKernel = null)
{
    internal Tensor Apply(Tensor x)
    {
        using Operand source = Operand.As(x, DType.Floating(x.dtype));
        Tensor y = Tensor.Create(x.Sizes, source.Tensor.dtype);
        Compute(y, source);
        return Autograd.Needed(x) ? Autograd.Record(y, Name, [x], [SavesOutput ? y : source], Backward) : y;
    }

    internal Tensor ApplyInPlace(Tensor x)
    {
        Autograd.BeforeWrite(x);
        if (!is_floating_point(x.dtype)) throw new InvalidOperationException($"{Name}: the result is real and cannot be written into a tensor of {x.dtype}.");
        Tensor saved = SavesOutput ? x : Autograd.Needed(x) ? Copying.Contiguous(x) : null;
        Compute(x, x);
        return Autograd.Needed(x) ? Autograd.Record(x, Name, [x], [saved], Backward) : x;
    }

    private void Backward(GradNode node, Tensor gradient)
    {
        Tensor saved = node.Saved(0), result = Tensor.Create(saved.Sizes, saved.dtype);
        using Operand g = Operand.As(gradient, saved.dtype);
        if (saved.dtype == ScalarType.Float64) Slopes(result, saved, g);
        else SlopesSingle(result, saved, g);
        node.Give(0, result);
    }

    private unsafe void Compute(Tensor y, Tensor x)
    {
        if (x.dtype == ScalarType.Float64)
        {
            double* toDouble = y.Data<double>(), fromDouble = x.Data<double>();
            StridedLoop.Run(y.Sizes, 2048, (count, offsets, steps) =>
            {
                for (long i = 0; i < count; i++) toDouble[offsets[0] + (i * steps[0])] = Forward(fromDouble[offsets[1] + (i * steps[1])]);
            }, y.Strides, x.Strides);
            return;
        }
        Pointwise.Rows(y, x, Kernel ?? PlainRow);
    }

    private unsafe void SlopesSingle(Tensor result, Tensor saved, Tensor gradient)
    {
        using Operand s = Operand.Packed(saved), g = Operand.Packed(gradient);
        float* to = result.Data<float>(), from = s.Tensor.Data<float>(), scale = g.Tensor.Data<float>();
        FloatGradientRow row = GradientKernel ?? PlainGradientRow;
        Workers.For(result.Count, 8192, (start, end) => row(from + start, scale + start, to + start, end - start));
    }

    private unsafe void Slopes(Tensor result, Tensor saved, Tensor gradient)
    {
        double* to = result.Data<double>(), from = saved.Data<double>(), scale = gradient.Data<double>();
        StridedLoop.Run(result.Sizes, 2048, (count, offsets, steps) =>
        {
            for (long i = 0; i < count; i++)
                to[offsets[0] + (i * steps[0])] = scale[offsets[2] + (i * steps[2])] * Slope(from[offsets[1] + (i * steps[1])]);
        }, result.Strides, saved.Strides, gradient.Strides);
    }

    private unsafe void PlainRow(float* x, float* y, long count)
    {
        for (long i = 0; i < count; i++) y[i] = (float)Forward(x[i]);
    }

    private unsafe void PlainGradientRow(float* saved, float* gradient, float* result, long count)
    {
        for (long i = 0; i < count; i++) result[i] = (float)(gradient[i] * Slope(saved[i]));
    }
}
