namespace TorchSharp.Kernels;

/// <summary>Strides in floats of a [batch, heads, rows, dim] operand; dim is contiguous.</summary>
internal readonly record struct HeadStrides(long Batch, long Head, long Row)
{
    /// <summary>The strides of a contiguous [batch, heads, rows, dim].</summary>
    internal static HeadStrides Contiguous(long heads, long rows, long dim) => new(heads * rows * dim, rows * dim, dim);
}

/// <summary>
/// Scaled dot-product attention O = softmax(scale · Q Kᵀ + mask) V for every head. Q and O are [batch, heads, queries, dim], K and V
/// [batch, heads, keys, dim], dim at most <see cref="LargestDim"/>; any strides, so heads may lie inside a [.., heads · dim] row.
/// </summary>
internal readonly unsafe struct AttentionProblem
{
    internal const long LargestDim = GemmPlan.Depth;

    internal long Batch { get; init; }

    internal long Heads { get; init; }

    internal long Queries { get; init; }

    internal long Keys { get; init; }

    internal long Dim { get; init; }

    internal float Scale { get; init; }

    internal float* Q { get; init; }

    internal float* K { get; init; }

    internal float* V { get; init; }

    internal float* O { get; init; }

    internal HeadStrides QStrides { get; init; }

    internal HeadStrides KStrides { get; init; }

    internal HeadStrides VStrides { get; init; }

    internal HeadStrides OStrides { get; init; }

    /// <summary>Added to the scores, [.., queries, keys] with these strides (0 broadcasts), or null.</summary>
    internal float* Mask { get; init; }

    internal HeadStrides MaskStrides { get; init; }

    /// <summary>[batch, heads, queries] contiguous: ln Σ e^score, which the backward pass needs; null when not wanted.</summary>
    internal float* LogSumExp { get; init; }

    /// <summary>Backward: the gradient of O, and where the gradients of Q, K, V are written (not added).</summary>
    internal float* Go { get; init; }

    internal float* Gq { get; init; }

    internal float* Gk { get; init; }

    internal float* Gv { get; init; }

    internal HeadStrides GoStrides { get; init; }

    internal HeadStrides GqStrides { get; init; }

    internal HeadStrides GkStrides { get; init; }

    internal HeadStrides GvStrides { get; init; }

    /// <summary>The first row of a head.</summary>
    internal float* At(float* tensor, HeadStrides strides, long head) =>
        tensor + (head / Heads * strides.Batch) + (head % Heads * strides.Head);
}
