using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>
/// softmax(scale · Q Kᵀ + mask) V for [batch, heads, rows, dim] operands: fused for float, composed otherwise.
/// Internal, since TorchSharp's shared API has no such function: MultiheadAttention is built on it.
/// </summary>
internal static unsafe class Attention
{
    internal static Tensor Apply(Tensor q, Tensor k, Tensor v, Tensor mask, double scale)
    {
        if (q.Sizes.Length != 4 || k.Sizes.Length != 4 || !k.Sizes.AsSpan().SequenceEqual(v.Sizes) || q.Sizes[0] != k.Sizes[0] || q.Sizes[1] != k.Sizes[1] || q.Sizes[3] != k.Sizes[3])
            throw new InvalidOperationException($"attention: the shapes {Shapes.Text(q.Sizes)}, {Shapes.Text(k.Sizes)} and {Shapes.Text(v.Sizes)} of query, key and value do not fit together.");
        bool fused = q.dtype == ScalarType.Float32 && q.Sizes[3] <= AttentionProblem.LargestDim && mask?.Meta is null && (mask is null || mask.dtype == ScalarType.Float32);
        return fused ? Fused(q, k, v, mask, (float)scale) : Composed(q, k, v, mask, scale);
    }

    private static Tensor Composed(Tensor q, Tensor k, Tensor v, Tensor mask, double scale)
    {
        Tensor scores = Products.Matmul(Arithmetic.Scale(q, scale), Viewing.Transpose(k, -2, -1));
        if (mask is not null) scores += mask;
        return Products.Matmul(Softmaxes.Softmax(scores, -1, null), v);
    }

    private static Tensor Fused(Tensor q, Tensor k, Tensor v, Tensor mask, float scale)
    {
        bool needed = Autograd.Needed(q, k, v);
        using Tensor query = Rows(q), key = Rows(k), value = Rows(v), wide = mask is null ? null : Rows(Wide(mask, q, k));
        Tensor y = Tensor.Create(q.shape, q.dtype);
        using Tensor sums = needed ? Tensor.Create(q.Sizes[..3], q.dtype).DetachFromDisposeScope() : null;
        AttentionProblem problem = Problem(query, key, value, wide, y, sums, scale);
        AttentionKernel.Forward(problem);
        return needed ? Autograd.Record(y, "attention", [q, k, v], [query, key, value, wide, y, sums], (node, g) => Backward(node, g, scale)) : y;
    }

    private static void Backward(GradNode node, Tensor gradient, float scale)
    {
        using Tensor g = gradient.Packed();
        Tensor gq = Tensor.Create(node.Saved(0).Sizes, g.dtype), gk = Tensor.Create(node.Saved(1).Sizes, g.dtype), gv = Tensor.Create(node.Saved(2).Sizes, g.dtype);
        AttentionProblem problem = Problem(node.Saved(0), node.Saved(1), node.Saved(2), node.Saved(3), node.Saved(4), node.Saved(5), scale) with
        {
            Go = g.Data<float>(),
            Gq = gq.Data<float>(),
            Gk = gk.Data<float>(),
            Gv = gv.Data<float>(),
            GoStrides = Strides(g),
            GqStrides = Strides(gq),
            GkStrides = Strides(gk),
            GvStrides = Strides(gv),
        };
        AttentionKernel.Backward(problem);
        node.Give(0, gq);
        node.Give(1, gk);
        node.Give(2, gv);
    }

    private static AttentionProblem Problem(Tensor q, Tensor k, Tensor v, Tensor mask, Tensor y, Tensor sums, float scale) => new()
    {
        Batch = q.Sizes[0],
        Heads = q.Sizes[1],
        Queries = q.Sizes[2],
        Keys = k.Sizes[2],
        Dim = q.Sizes[3],
        Scale = scale,
        Q = q.Data<float>(),
        K = k.Data<float>(),
        V = v.Data<float>(),
        O = y.Data<float>(),
        QStrides = Strides(q),
        KStrides = Strides(k),
        VStrides = Strides(v),
        OStrides = Strides(y),
        Mask = mask is null ? null : mask.Data<float>(),
        MaskStrides = mask is null ? default : Strides(mask),
        LogSumExp = sums is null ? null : sums.Data<float>(),
    };

    private static HeadStrides Strides(Tensor x) => new(x.Strides[0], x.Strides[1], x.Strides[2]);

    // the kernels need contiguous rows, whatever the strides above them
    private static Tensor Rows(Tensor x)
    {
        if (x.Strides[3] == 1) return x.Detached();
        using Tensor packed = Copying.Contiguous(x);
        return packed.Detached();
    }

    private static Tensor Wide(Tensor mask, Tensor q, Tensor k) => Viewing.Expand(mask, [q.Sizes[0], q.Sizes[1], q.Sizes[2], k.Sizes[2]]);
}
