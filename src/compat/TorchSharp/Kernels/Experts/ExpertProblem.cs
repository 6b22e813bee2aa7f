namespace TorchSharp.Kernels;

/// <summary>
/// The grouped expert layer y[t] += g · (silu(x[t] Wrᵀ + br) Weᵀ + be), summed over the experts of each token.
/// Entries (token, gate) are sorted by expert and, within one, by token; entry i of expert e lies in
/// [Offsets[e], Offsets[e + 1]). A token occurs at most once in an expert. A shared expert is one that lists every token.
/// </summary>
internal readonly unsafe struct ExpertProblem
{
    internal long Tokens { get; init; }

    internal long Dim { get; init; }

    internal long Hidden { get; init; }

    internal long Experts { get; init; }

    /// <summary>[Experts + 1].</summary>
    internal long* Offsets { get; init; }

    /// <summary>[entries]: the token of each entry.</summary>
    internal long* Token { get; init; }

    /// <summary>[entries], or null for gates of 1.</summary>
    internal float* Gate { get; init; }

    /// <summary>[Tokens, Dim].</summary>
    internal float* X { get; init; }

    /// <summary>Wr [Experts, Hidden, Dim] and br [Experts, Hidden] (br may be null).</summary>
    internal float* Wr { get; init; }

    internal float* Br { get; init; }

    /// <summary>We [Experts, Dim, Hidden] and be [Experts, Dim] (be may be null).</summary>
    internal float* We { get; init; }

    internal float* Be { get; init; }

    /// <summary>[entries, Hidden]: x Wrᵀ + br, written by the forward pass (may be null there) and read by the backward pass.</summary>
    internal float* Z { get; init; }

    /// <summary>[Tokens, Dim]: the forward pass adds to it.</summary>
    internal float* Y { get; init; }

    internal long Entries => Offsets[Experts];

    internal float GateOf(long entry) => Gate == null ? 1f : Gate[entry];

    /// <summary>The entries of an expert whose tokens lie in [firstToken, endToken).</summary>
    internal (long From, long To) Slice(long expert, long firstToken, long endToken) =>
        (LowerBound(Offsets[expert], Offsets[expert + 1], firstToken), LowerBound(Offsets[expert], Offsets[expert + 1], endToken));

    /// <summary>Tokens a block of parallel work; a token's result does not depend on it.</summary>
    internal long BlockTokens()
    {
        long blocks = Math.Max((Tokens + 511) / 512, Workers.Threads == 1 ? 1 : 2L * Workers.Threads);
        return Math.Max(1, (Tokens + blocks - 1) / blocks);
    }

    private long LowerBound(long from, long to, long token)
    {
        while (from < to)
        {
            long middle = (from + to) / 2;
            if (Token[middle] < token)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }
}
