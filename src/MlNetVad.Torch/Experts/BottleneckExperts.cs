using static TorchSharp.torch;

namespace MlNetVad.Torch.Experts;

/// <summary>
/// The parameters of E bottleneck filters, <c>silu(x reduceᵀ + reduceBias) expand + expandBias</c>, d → h → d each:
/// the routed ones first, the shared ones, which every token passes, last (SFN-VAD, sparse feature filtering).
/// </summary>
/// <param name="Reduce">[E, h, d].</param>
/// <param name="ReduceBias">[E, h].</param>
/// <param name="Expand">[E, h, d].</param>
/// <param name="ExpandBias">[E, d].</param>
/// <param name="Shared">How many of the E are shared.</param>
internal readonly record struct BottleneckExperts(Tensor Reduce, Tensor ReduceBias, Tensor Expand, Tensor ExpandBias, int Shared)
{
    /// <summary>E: all filters.</summary>
    public long Count => Reduce.shape[0];

    /// <summary>The filters that tokens are routed to.</summary>
    public long Routed => Count - Shared;

    /// <summary>h: the width of the bottleneck.</summary>
    public long Hidden => Reduce.shape[1];

    /// <summary>d: the width of a token.</summary>
    public long Width => Reduce.shape[2];

    /// <summary>Checks that all shapes fit together.</summary>
    /// <param name="tokens">[T, d].</param>
    /// <param name="gates">[T, K].</param>
    /// <param name="indices">[T, K], integers.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check(Tensor tokens, Tensor gates, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(indices);
        if (Reduce.shape.Length != 3 || Shared < 0 || Shared > Count)
        {
            throw new ArgumentException($"Experts need reduce [E, h, d] and 0 to E shared ones; reduce is {Show(Reduce)} with {Shared} shared.", nameof(tokens));
        }

        Fit(nameof(ReduceBias), ReduceBias, Count, Hidden);
        Fit(nameof(Expand), Expand, Count, Hidden, Width);
        Fit(nameof(ExpandBias), ExpandBias, Count, Width);
        Fit(nameof(tokens), tokens, tokens.shape[0], Width);
        Fit(nameof(gates), gates, tokens.shape[0], gates.shape[^1]);
        Fit(nameof(indices), indices, gates.shape);
        if (indices.dtype != ScalarType.Int64)
        {
            throw new ArgumentException($"Expert indices are Int64; these are {indices.dtype}.", nameof(indices));
        }
    }

    private static void Fit(string name, Tensor tensor, params long[] expected)
    {
        if (!tensor.shape.AsSpan().SequenceEqual(expected))
        {
            throw new ArgumentException($"The experts' {name} is {Show(tensor)} where [{string.Join(", ", expected)}] belongs.", name);
        }
    }

    private static string Show(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
