namespace TorchSharp;

using static torch;

/// <summary>dropout, embedding, padding, cosine similarity.</summary>
internal static class Neural
{
    internal static Tensor Dropout(Tensor x, double p, bool training)
    {
        if (p is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(p), $"dropout: the probability must lie in [0, 1], not {p}.");
        if (!training || p == 0) return Viewing.Alias(x);
        if (p == 1) return Arithmetic.Scale(x, 0);
        using Tensor mask = Sampling.Bernoulli(Tensor.Create(x.Sizes, x.dtype), 1 - p, null), scaled = Arithmetic.Scale(mask, 1 / (1 - p));
        return Arithmetic.Mul(x, scaled);
    }

    internal static Tensor Embedding(Tensor indices, Tensor weight, long? padding)
    {
        if (weight.Sizes.Length != 2) throw new InvalidOperationException($"embedding: the weight must have two dimensions, not the shape {Shapes.Text(weight.Sizes)}.");
        Tensor table = weight;
        if (padding is { } row && Autograd.Needed(weight))
        {
            // the padding row takes no gradient
            using Tensor mask = Factory.Zeros([weight.Sizes[0], 1], ScalarType.Bool), slot = Slicing.Select(mask, 0, row);
            Factory.Fill(slot, true);
            table = Masking.Where(mask, weight.detach(), weight);
        }
        return Viewing.Reshape(Indexing.Select(table, 0, Viewing.Reshape(indices, [-1])), [.. indices.Sizes, weight.Sizes[1]]);
    }

    internal static Tensor CosineSimilarity(Tensor a, Tensor b, long dim, double eps)
    {
        Tensor dot = Reduction.Sum(a * b, [dim], keepdim: false, null);
        Tensor na = Clamping.Clamp(Reduction.Norm(a, [dim], keepdim: false, 2), eps, null), nb = Clamping.Clamp(Reduction.Norm(b, [dim], keepdim: false, 2), eps, null);
        return dot / (na * nb);
    }

    /// <summary>Constant padding, given from the last dimension backwards as (before, after) pairs; negative numbers crop.</summary>
    internal static Tensor Pad(Tensor x, ReadOnlySpan<long> pad, PaddingModes mode, double value)
    {
        if (mode is not (PaddingModes.Constant or PaddingModes.Zeros)) throw new NotSupportedException($"pad: mode {mode} is not supported; use Constant.");
        if (pad.Length % 2 != 0 || pad.Length > 2 * x.Sizes.Length) throw new ArgumentException($"pad: {Shapes.Text(pad)} does not fit a tensor of shape {Shapes.Text(x.Sizes)}.");
        Tensor y = x;
        for (int i = 0; i < pad.Length / 2; i++)
        {
            int d = x.Sizes.Length - 1 - i;
            y = Slicing.Slice(y, d, Math.Max(0, -pad[2 * i]), y.Sizes[d] + Math.Min(0, pad[(2 * i) + 1]), 1);
            long[] before = y.shape, after = y.shape;
            before[d] = Math.Max(0, pad[2 * i]);
            after[d] = Math.Max(0, pad[(2 * i) + 1]);
            y = Joining.Cat([Factory.Full(before, value, x.dtype), y, Factory.Full(after, value, x.dtype)], d);
        }
        return y;
    }
}
