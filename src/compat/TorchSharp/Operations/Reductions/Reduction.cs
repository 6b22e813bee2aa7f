namespace TorchSharp;

using static torch;

/// <summary>sum, mean, var and norm over any dimensions, recorded.</summary>
internal static class Reduction
{
    internal static Tensor Sum(Tensor x, ReadOnlySpan<long> dims, bool keepdim, ScalarType? type)
    {
        ScalarType target = type ?? (is_floating_point(x.dtype) ? x.dtype : ScalarType.Int64);
        Tensor y = Total(x, Shapes.Mask(dims, x.Sizes.Length), keepdim, target, out long[] kept);
        if (!Autograd.Needed(x)) return y;
        long[] sizes = x.Sizes;
        return Autograd.Record(y, "sum", [x], [], (node, g) => node.Give(0, Viewing.Expand(Viewing.Reshape(g, kept), sizes)));
    }

    internal static Tensor Mean(Tensor x, ReadOnlySpan<long> dims, bool keepdim, ScalarType? type)
    {
        ScalarType target = type ?? x.dtype;
        if (!is_floating_point(target)) throw new InvalidOperationException($"mean needs a floating-point tensor, not {x.dtype}; pass type: or convert it.");
        using Tensor total = Total(x, Shapes.Mask(dims, x.Sizes.Length), keepdim, target, out long[] kept);
        double scale = 1.0 / (x.Count / Math.Max(1, (double)total.Count));
        Tensor y = Arithmetic.Scale(total, scale);
        if (!Autograd.Needed(x)) return y;
        long[] sizes = x.Sizes;
        return Autograd.Record(y, "mean", [x], [], (node, g) => node.Give(0, Viewing.Expand(Arithmetic.Scale(Viewing.Reshape(g, kept), scale), sizes)));
    }

    internal static Tensor Variance(Tensor x, ReadOnlySpan<long> dims, bool unbiased, bool keepdim, ScalarType? type)
    {
        if (type is { } wanted && wanted != x.dtype) return Variance(x.type(wanted), dims, unbiased, keepdim, null);
        if (!is_floating_point(x.dtype)) throw new InvalidOperationException($"var and std need a floating-point tensor, not {x.dtype}.");
        bool[] mask = Shapes.Mask(dims, x.Sizes.Length);
        Tensor y, centred;
        long[] kept;
        double divisor;
        using (new GradMode(enabled: false))
        {
            using Tensor mean = Mean(x, dims, keepdim: true, null);
            divisor = Math.Max(0, (x.Count / Math.Max(1, (double)mean.Count)) - (unbiased ? 1 : 0));
            centred = Arithmetic.Sub(x, mean);
            using Tensor squares = RealFunctions.Power(2).Apply(centred);
            using Tensor total = Total(squares, mask, keepdim, x.dtype, out kept);
            y = Arithmetic.Scale(total, 1 / divisor);
        }
        using (centred)
        {
            return Autograd.Needed(x)
                ? Autograd.Record(y, "var", [x], [centred], (node, g) => node.Give(0, Arithmetic.Mul(node.Saved(0), Arithmetic.Scale(Viewing.Reshape(g, kept), 2 / divisor))))
                : y;
        }
    }

    internal static Tensor Deviation(Tensor x, ReadOnlySpan<long> dims, bool unbiased, bool keepdim, ScalarType? type)
    {
        Tensor variance = Variance(x, dims, unbiased, keepdim, type);
        return RealFunctions.Sqrt.Apply(variance);
    }

    internal static Tensor Norm(Tensor x, ReadOnlySpan<long> dims, bool keepdim, double p)
    {
        long[] over = dims.ToArray();
        if (double.IsPositiveInfinity(p)) return Extremes.Amax(Clamping.Abs(x), over, keepdim);
        if (p == 1) return Sum(Clamping.Abs(x), over, keepdim, null);
        if (p != 2) return RealFunctions.Power(1 / p).Apply(Sum(RealFunctions.Power(p).Apply(Clamping.Abs(x)), over, keepdim, null));
        Tensor y;
        long[] kept;
        using (new GradMode(enabled: false))
        {
            using Tensor squares = RealFunctions.Power(2).Apply(x);
            using Tensor total = Total(squares, Shapes.Mask(over, x.Sizes.Length), keepdim, squares.dtype, out kept);
            y = RealFunctions.Sqrt.Apply(total);
        }
        return Autograd.Needed(x)
            ? Autograd.Record(y, "norm", [x], [x, y], (node, g) =>
            {
                // at the origin the gradient is 0
                Tensor norm = node.Saved(1), safe = Arithmetic.Maximum(norm, Factory.Full([], 1e-37, norm.dtype));
                node.Give(0, Arithmetic.Mul(node.Saved(0), Viewing.Reshape(Arithmetic.Div(g, safe), kept)));
            })
            : y;
    }

    /// <summary>Sums a gradient over the dimensions along which its owner was broadcast.</summary>
    internal static Tensor SumTo(Tensor gradient, long[] sizes)
    {
        int extra = gradient.Sizes.Length - sizes.Length;
        if (extra < 0) throw new InvalidOperationException($"A gradient of shape {Shapes.Text(gradient.Sizes)} does not belong to a tensor of shape {Shapes.Text(sizes)}.");
        bool[] mask = new bool[gradient.Sizes.Length];
        for (int d = 0; d < mask.Length; d++) mask[d] = d < extra || (sizes[d - extra] == 1 && gradient.Sizes[d] != 1);
        Tensor total = Total(gradient, mask, keepdim: true, gradient.dtype, out _);
        return Viewing.Reshape(total, sizes);
    }

    private static Tensor Total(Tensor x, bool[] mask, bool keepdim, ScalarType type, out long[] kept)
    {
        using Operand source = Operand.As(x, type == ScalarType.Bool ? ScalarType.Int64 : type);
        using ReductionLayout layout = new(source, mask);
        kept = layout.KeptWithOnes;
        Tensor y = Tensor.Create(layout.Shape(keepdim), source.Tensor.dtype);
        if (layout.Reduced == 0) Factory.Fill(y, 0);
        else Summing.Run(y, layout);
        return y;
    }
}
