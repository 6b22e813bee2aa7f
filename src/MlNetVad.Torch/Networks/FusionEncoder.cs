using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// The tri-modal fusion, as SFN-VAD (concat) or SIB-VAD (cross) has it. Without text and motion, visual tokens stay as they are;
/// concat leaves text to the decoder, where it is a token of its own in either form.
/// </summary>
internal sealed class FusionEncoder : INetworkPart
{
    private readonly ModuleList<CrossFusionLayer>? _layers;
    private readonly Mlp? _concat;

    public FusionEncoder(PredictorOptions options)
    {
        if (options.Fusion == FusionKind.Concat && options.UseMotion)
        {
            _concat = new Mlp(2 * options.Dimension, 4 * options.Dimension, options.Dimension);
        }
        else if (options.Fusion == FusionKind.Cross && (options.UseMotion || options.HasText))
        {
            _layers = new ModuleList<CrossFusionLayer>([.. Enumerable.Range(0, options.FusionDepth).Select(_ => new CrossFusionLayer(options))]);
        }
    }

    /// <inheritdoc/>
    public void Register(nn.Module network)
    {
        if (((nn.Module?)_layers ?? _concat) is { } fusion)
        {
            network.register_module("fusion", fusion);
        }
    }

    /// <summary>[B, 1 + P, D] of visual [B, 1 + P, D], motion [B, 1 + P, D] and text [B, 1, D].</summary>
    public Tensor Fuse(Tensor visual, Tensor? motion, Tensor? word)
    {
        if (_concat is not null)
        {
            return _concat.call(cat([visual, motion!], -1));
        }

        foreach (CrossFusionLayer layer in _layers ?? [])
        {
            visual = layer.forward(visual, motion, word);
        }

        return visual;
    }
}
