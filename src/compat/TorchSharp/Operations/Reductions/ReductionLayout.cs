namespace TorchSharp;

using static torch;

/// <summary>
/// A tensor arranged as [outer, reduced, inner] contiguous blocks, so that every reduction has one of two loops:
/// along memory (inner = 1) or across it.
/// </summary>
internal readonly struct ReductionLayout : IDisposable
{
    internal readonly Tensor Source;
    internal readonly long Outer;
    internal readonly long Reduced;
    internal readonly long Inner;
    internal readonly long[] Kept;
    internal readonly long[] KeptWithOnes;

    internal ReductionLayout(Tensor x, bool[] reduced)
    {
        int rank = x.Sizes.Length, first = Array.IndexOf(reduced, true), last = Array.LastIndexOf(reduced, true);
        List<long> kept = [];
        KeptWithOnes = (long[])x.Sizes.Clone();
        bool adjacent = true;
        for (int d = 0; d < rank; d++)
        {
            if (reduced[d]) KeptWithOnes[d] = 1;
            else kept.Add(x.Sizes[d]);
            adjacent &= first < 0 || d < first || d > last || reduced[d];
        }
        Kept = [.. kept];
        Reduced = 1;
        for (int d = 0; d < rank; d++)
        {
            if (reduced[d]) Reduced *= x.Sizes[d];
        }
        if (adjacent && first >= 0)
        {
            Source = Untracked(x);
            Outer = Shapes.Count(x.Sizes.AsSpan(0, first));
            Inner = Shapes.Count(x.Sizes.AsSpan(last + 1));
            return;
        }
        using GradMode off = new(enabled: false);
        using Tensor moved = Viewing.Permute(x, Order(reduced));
        Source = Untracked(moved);
        Outer = Shapes.Count(Kept);
        Inner = 1;
    }

    public void Dispose() => Source.Dispose();

    internal long[] Shape(bool keepdim) => keepdim ? KeptWithOnes : Kept;

    private static Tensor Untracked(Tensor x)
    {
        if (x.IsContiguous) return x.Detached();
        using Tensor packed = Copying.Contiguous(x);
        return packed.Detached();
    }

    private static long[] Order(bool[] reduced)
    {
        long[] order = new long[reduced.Length];
        int next = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int d = 0; d < reduced.Length; d++)
            {
                if (reduced[d] == (pass == 1)) order[next++] = d;
            }
        }
        return order;
    }
}
