using MlNetVad.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Experts;

/// <summary>
/// The product of tokens with the few filters each was routed to. With few tokens or narrow filters all filters run at once, as two big
/// products in which the gates mask what a token does not use; else they run one by one on the tokens routed to them.
/// </summary>
internal static class GroupedExperts
{
    /// <summary>Up to this many tokens times hidden units of all filters, two big products beat many small ones (docs/performance.md).</summary>
    private const long DenseUnits = 1_000_000;

    /// <summary>
    /// <c>y_t = Σ_k gates[t, k] · filter_{indices[t, k]}(x_t) + Σ_shared filter_j(x_t)</c>; a filter's bias is inside its gate.
    /// </summary>
    /// <param name="tokens">x: [T, d], float32.</param>
    /// <param name="gates">[T, K], float32.</param>
    /// <param name="indices">[T, K], int64, 0 to the number of routed filters; a token names a filter at most once.</param>
    /// <param name="experts">The filters.</param>
    /// <returns>[T, d].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Tensor Forward(Tensor tokens, Tensor gates, Tensor indices, BottleneckExperts experts)
    {
        experts.Check(tokens, gates, indices);
        using var scope = NewDisposeScope();
        Tensor result = tokens.shape[0] * experts.Count * experts.Hidden <= DenseUnits
            ? MaskedDense(tokens, gates, indices, experts)
            : SortedSlices(tokens, gates, indices, experts);
        return result.MoveToOuterDisposeScope();
    }

    internal static Tensor MaskedDense(Tensor tokens, Tensor gates, Tensor indices, BottleneckExperts experts)
    {
        (long count, long rows, long width) = (experts.Count, tokens.shape[0], experts.Width);
        long units = count * experts.Hidden;
        Tensor gate = zeros(rows, experts.Routed, tokens.dtype, tokens.device).scatter(1, indices, gates);
        if (experts.Shared > 0)
        {
            gate = cat([gate, ones(rows, experts.Shared, tokens.dtype, tokens.device)], 1);
        }

        Tensor hidden = functional.linear(tokens, experts.Reduce.reshape(units, width), experts.ReduceBias.reshape(units)).silu();
        Tensor gated = (hidden.reshape(rows, count, experts.Hidden) * gate.unsqueeze(-1)).reshape(rows, units);
        return gate.mm(experts.ExpandBias).addmm(gated, experts.Expand.reshape(units, width));
    }

    internal static Tensor SortedSlices(Tensor tokens, Tensor gates, Tensor indices, BottleneckExperts experts)
    {
        (long rows, long active) = (indices.shape[0], indices.shape[1]);
        Tensor? result = null;
        if (active > 0 && rows > 0)
        {
            using Scalar each = active.ToScalar();
            Tensor expertOf = indices.reshape(-1);
            Tensor order = expertOf.argsort(0);
            Tensor sorted = tokens.index_select(0, order.floor_divide(each));
            Tensor outputs = cat(Slices(sorted, expertOf, experts)) * gates.reshape(-1).index_select(0, order).unsqueeze(1);
            result = outputs.index_select(0, order.argsort(0)).reshape(rows, active, experts.Width).sum(1);
        }

        for (long i = experts.Routed; i < experts.Count; i++)
        {
            Tensor shared = Filter(tokens, experts, i);
            result = result is null ? shared : result.Plus(shared);
        }

        return result ?? zeros_like(tokens);
    }

    private static List<Tensor> Slices(Tensor sorted, Tensor expertOf, BottleneckExperts experts)
    {
        long[] counts = bincount(expertOf, null, experts.Routed).cpu().data<long>().ToArray();
        var outputs = new List<Tensor>();
        long start = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                outputs.Add(Filter(sorted.narrow(0, start, counts[i]), experts, i));
                start += counts[i];
            }
        }

        return outputs;
    }

    private static Tensor Filter(Tensor tokens, BottleneckExperts experts, long index)
    {
        Tensor hidden = functional.linear(tokens, experts.Reduce.select(0, index), experts.ReduceBias.select(0, index)).silu();
        return experts.ExpandBias.select(0, index).addmm(hidden, experts.Expand.select(0, index));
    }
}
