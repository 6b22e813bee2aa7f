using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>Layer normalisation: one fused kernel for float, composed for double.</summary>
internal static unsafe class LayerNorms
{
    internal static Tensor Apply(Tensor x, long[] normalized, Tensor weight, Tensor bias, double eps)
    {
        int rank = x.Sizes.Length, over = normalized.Length;
        if (over == 0 || over > rank || !x.Sizes.AsSpan(rank - over).SequenceEqual(normalized))
            throw new InvalidOperationException($"layer_norm: the shape {Shapes.Text(x.Sizes)} does not end in the normalized shape {Shapes.Text(normalized)}.");
        Check(weight, normalized);
        Check(bias, normalized);
        if (x.dtype != ScalarType.Float32) return Composed(x, over, weight, bias, eps);
        long columns = Shapes.Count(normalized), rows = columns == 0 ? 0 : x.Count / columns;
        using Tensor source = x.Packed(), gamma = weight?.Packed(), beta = bias?.Packed();
        Tensor y = Tensor.Create(x.Sizes, x.dtype);
        bool needed = Autograd.Needed(x, weight, bias);
        using Tensor mean = needed ? Tensor.Create([rows], x.dtype).DetachFromDisposeScope() : null, scale = needed ? Tensor.Create([rows], x.dtype).DetachFromDisposeScope() : null;
        LayerNormKernel.Forward(source.Data<float>(), Pointer(gamma), Pointer(beta), (float)eps, y.Data<float>(), Pointer(mean), Pointer(scale), rows, columns);
        return needed
            ? Autograd.Record(y, "layer_norm", [x, weight, bias], [source, gamma, mean, scale], (node, g) => Backward(node, g, rows, columns, normalized))
            : y;
    }

    private static void Backward(GradNode node, Tensor gradient, long rows, long columns, long[] normalized)
    {
        using Operand packed = Operand.Packed(gradient);
        Tensor g = packed;
        Tensor gx = node.Needs(0) ? Tensor.Create(node.Inputs[0].Sizes, g.dtype) : null;
        Tensor gw = node.Needs(1) ? Tensor.Create(normalized, g.dtype) : null, gb = node.Needs(2) ? Tensor.Create(normalized, g.dtype) : null;
        LayerNormKernel.Backward(node.Saved(0).Data<float>(), Pointer(node.Saved(1)), node.Saved(2).Data<float>(), node.Saved(3).Data<float>(),
            g.Data<float>(), Pointer(gx), Pointer(gw), Pointer(gb), rows, columns, accumulate: false);
        if (gx is not null) node.Give(0, gx);
        if (gw is not null) node.Give(1, gw);
        if (gb is not null) node.Give(2, gb);
    }

    private static Tensor Composed(Tensor x, int over, Tensor weight, Tensor bias, double eps)
    {
        long[] dims = [.. Enumerable.Range(1, over).Select(i => (long)-i)];
        Tensor centred = x - Reduction.Mean(x, dims, keepdim: true, null);
        Tensor y = centred * RealFunctions.Rsqrt.Apply(Reduction.Variance(x, dims, unbiased: false, keepdim: true, null) + eps);
        if (weight is not null) y *= weight;
        return bias is null ? y : y + bias;
    }

    private static float* Pointer(Tensor x) => x is null ? null : x.Data<float>();

    private static void Check(Tensor parameter, long[] normalized)
    {
        if (parameter is not null && !parameter.Sizes.AsSpan().SequenceEqual(normalized))
            throw new InvalidOperationException($"layer_norm: a parameter of shape {Shapes.Text(parameter.Sizes)} for the normalized shape {Shapes.Text(normalized)}.");
    }
}
