namespace TorchSharp;

using static torch;

/// <summary>Matrix products with batch broadcasting, recorded.</summary>
internal static class Products
{
    internal static Tensor Matmul(Tensor a, Tensor b)
    {
        int ra = a.Sizes.Length, rb = b.Sizes.Length;
        if (ra == 0 || rb == 0) throw Mismatch("matmul", a, b);
        if (ra == 1 && rb == 1) return Viewing.Reshape(Mm(Viewing.Unsqueeze(a, 0), Viewing.Unsqueeze(b, 1)), []);
        if (ra == 1) return Viewing.Squeeze(Matmul(Viewing.Unsqueeze(a, 0), b), -2);
        if (rb == 1) return Viewing.Squeeze(Matmul(a, Viewing.Unsqueeze(b, 1)), -1);
        if (a.Sizes[^1] != b.Sizes[^2]) throw Mismatch("matmul", a, b);
        if (ra == 2 && rb == 2) return Mm(a, b);
        if (rb == 2) return Viewing.Reshape(Mm(Viewing.Reshape(a, [-1, a.Sizes[^1]]), b), [.. a.Sizes[..^1], b.Sizes[^1]]);
        long[] batch = Shapes.Broadcast(a.Sizes.AsSpan(0, ra - 2), b.Sizes.AsSpan(0, rb - 2));
        long count = Shapes.Count(batch);
        Tensor left = Viewing.Reshape(Viewing.Expand(a, [.. batch, .. a.Sizes[^2..]]), [count, .. a.Sizes[^2..]]);
        Tensor right = Viewing.Reshape(Viewing.Expand(b, [.. batch, .. b.Sizes[^2..]]), [count, .. b.Sizes[^2..]]);
        return Viewing.Reshape(Bmm(left, right), [.. batch, a.Sizes[^2], b.Sizes[^1]]);
    }

    internal static Tensor Mm(Tensor a, Tensor b)
    {
        if (a.Sizes.Length != 2 || b.Sizes.Length != 2 || a.Sizes[1] != b.Sizes[0]) throw Mismatch("mm", a, b);
        Require("mm", a, b);
        Tensor y = MatrixProduct.Single(a, b);
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "mm", [a, b], [a.Meta is null ? null : b, b.Meta is null ? null : a], static (node, g) =>
            {
                if (node.Needs(0)) node.Give(0, MatrixProduct.Single(g, Viewing.Transpose(node.Saved(0), 0, 1)));
                if (node.Needs(1)) node.Give(1, MatrixProduct.Single(Viewing.Transpose(node.Saved(1), 0, 1), g));
            })
            : y;
    }

    internal static Tensor Bmm(Tensor a, Tensor b)
    {
        if (a.Sizes.Length != 3 || b.Sizes.Length != 3 || a.Sizes[0] != b.Sizes[0] || a.Sizes[2] != b.Sizes[1]) throw Mismatch("bmm", a, b);
        Require("bmm", a, b);
        Tensor y = MatrixProduct.Batched(a, b);
        return Autograd.Needed(a, b)
            ? Autograd.Record(y, "bmm", [a, b], [a.Meta is null ? null : b, b.Meta is null ? null : a], static (node, g) =>
            {
                if (node.Needs(0)) node.Give(0, MatrixProduct.Batched(g, Viewing.Transpose(node.Saved(0), 1, 2)));
                if (node.Needs(1)) node.Give(1, MatrixProduct.Batched(Viewing.Transpose(node.Saved(1), 1, 2), g));
            })
            : y;
    }

    /// <summary>x · weightᵀ + bias over the last dimension, the bias added while the product is still in registers.</summary>
    internal static Tensor Linear(Tensor x, Tensor weight, Tensor bias)
    {
        if (weight.Sizes.Length != 2 || x.Sizes.Length == 0 || x.Sizes[^1] != weight.Sizes[1]) throw Mismatch("linear", x, weight);
        if (bias is not null && !bias.Sizes.AsSpan().SequenceEqual(weight.Sizes.AsSpan(0, 1))) throw Mismatch("linear (bias)", bias, weight);
        Require("linear", x, weight);
        Tensor y;
        Tensor rows;
        using (new GradMode(enabled: false))
        {
            rows = Viewing.Reshape(x, [-1, weight.Sizes[1]]);
            using Tensor turned = Viewing.Transpose(weight, 0, 1), flat = MatrixProduct.Single(rows, turned, bias);
            y = Viewing.Reshape(flat, [.. x.Sizes[..^1], weight.Sizes[0]]);
        }
        using (rows)
        {
            return Autograd.Needed(x, weight, bias)
                ? Autograd.Record(y, "linear", [x, weight, bias], [weight.Meta is null ? null : rows, x.Meta is null ? null : weight], LinearBackward)
                : y;
        }
    }

    private static void LinearBackward(GradNode node, Tensor gradient)
    {
        Tensor g = Viewing.Reshape(gradient, [-1, gradient.Sizes[^1]]);
        if (node.Needs(0)) node.Give(0, Viewing.Reshape(MatrixProduct.Single(g, node.Saved(1)), node.Inputs[0].Sizes));
        if (node.Needs(1)) node.Give(1, MatrixProduct.Single(Viewing.Transpose(g, 0, 1), node.Saved(0)));
        if (node.Needs(2)) node.Give(2, Reduction.Sum(g, [0], keepdim: false, null));
    }

    private static void Require(string name, Tensor a, Tensor b)
    {
        if (a.dtype != b.dtype || !is_floating_point(a.dtype))
            throw new InvalidOperationException($"{name} needs two Float32 or two Float64 tensors, not {a.dtype} and {b.dtype}.");
    }

    private static InvalidOperationException Mismatch(string name, Tensor a, Tensor b) =>
        new($"{name}: the shapes {Shapes.Text(a.Sizes)} and {Shapes.Text(b.Sizes)} do not fit together.");
}
