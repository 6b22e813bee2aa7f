namespace MlNetVad.Torch.Networks;

/// <summary>What follows every block of the decoder, so that abnormal content cannot pass (the papers' ablation tables).</summary>
public enum FilterKind
{
    /// <summary>Few of many bottleneck filters a token, chosen by a router, and shared ones: the papers' module.</summary>
    SparseFeatureFiltering,

    /// <summary>One filter whose hidden layer is four times as wide as a token.</summary>
    StandardMlp,

    /// <summary>One bottleneck filter for all tokens.</summary>
    SingleBottleneck,

    /// <summary>Memories of normal patterns, addressed by similarity; see <see cref="MemoryPlacement"/>.</summary>
    Memory,

    /// <summary>Nothing.</summary>
    None,
}
