using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>What a filter made of tokens.</summary>
/// <param name="Output">[B, N, D].</param>
/// <param name="Balance">A scalar: the router's unevenness; null without a router.</param>
/// <param name="Counts">[B, filters]: how many tokens went to each; null without a router.</param>
internal readonly record struct Filtered(Tensor Output, Tensor? Balance = null, Tensor? Counts = null);

/// <summary>Stands after a block of the decoder and takes tokens [B, N, D].</summary>
internal abstract class FeatureFilter(string name) : nn.Module<Tensor, Filtered>(name)
{
    /// <summary>The filter that the options name, for one layer of the decoder; null where there is none.</summary>
    public static FeatureFilter? OfLayer(PredictorOptions options) => options.Filter switch
    {
        FilterKind.SparseFeatureFiltering => new SparseFeatureFilter(options),
        FilterKind.StandardMlp => new BottleneckFilter(options.Dimension, 4 * options.Dimension),
        FilterKind.SingleBottleneck => new BottleneckFilter(options.Dimension, options.FilterWidth),
        FilterKind.Memory when options.MemoryPlacement == MemoryPlacement.MultiLevel => new MemoryFilter(options),
        _ => null,
    };
}
