using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>The decoder's result.</summary>
/// <param name="Tokens">[B, (1 +) 1 + P, D]: text token if there is one, class token, patches.</param>
/// <param name="Balance">A scalar, summed over the layers; null without routers.</param>
/// <param name="Counts">[B, filters] for each layer with a router.</param>
internal readonly record struct Decoded(Tensor Tokens, Tensor? Balance, IReadOnlyList<Tensor> Counts);

/// <summary>The multimodal joint attention decoder: a transformer block, then a filter, so often; then a norm.</summary>
internal sealed class JointDecoder : INetworkPart
{
    private readonly ModuleList<VitBlock> _blocks;
    private readonly ModuleList<FeatureFilter>? _filters;
    private readonly MemoryFilter? _memory;
    private readonly LayerNorm _norm;
    private readonly SinCosPositions _positions;
    private readonly bool _residual;

    public JointDecoder(PredictorOptions options)
    {
        int width = options.Dimension;
        _positions = new SinCosPositions(options.Rows, options.Columns, width);
        _blocks = new ModuleList<VitBlock>([.. Enumerable.Range(0, options.DecoderDepth)
            .Select(_ => new VitBlock(width, options.Heads, options.DecoderMlpRatio))]);
        FeatureFilter[] filters = [.. Enumerable.Range(0, options.DecoderDepth).Select(_ => FeatureFilter.OfLayer(options)).OfType<FeatureFilter>()];
        _filters = filters.Length > 0 ? new ModuleList<FeatureFilter>(filters) : null;
        _memory = options is { Filter: FilterKind.Memory, MemoryPlacement: MemoryPlacement.Bottleneck } ? new MemoryFilter(options) : null;
        _norm = nn.LayerNorm(width);
        _residual = options.FilterResidual;
    }

    /// <inheritdoc/>
    public void Register(nn.Module network)
    {
        network.register_module("blocks", _blocks);
        if (_filters is not null)
        {
            network.register_module("filters", _filters);
        }

        if (_memory is not null)
        {
            network.register_module("memory", _memory);
        }

        network.register_module("norm", _norm);
    }

    /// <summary>Decodes fused tokens [B, 1 + P, D] and, with a semantic branch, the text token [B, 1, D].</summary>
    public Decoded Decode(Tensor fused, Tensor? word)
    {
        Tensor cls = fused.narrow(1, 0, 1);
        Tensor patches = fused.narrow(1, 1, fused.shape[1] - 1).Plus(_positions.For(fused));
        Tensor tokens = cat(word is null ? [cls, patches] : [word, cls, patches], 1);
        Tensor? balance = null;
        var counts = new List<Tensor>(_blocks.Count);
        if (_memory is not null)
        {
            tokens = Through(tokens, _memory).Output;
        }

        for (int i = 0; i < _blocks.Count; i++)
        {
            tokens = _blocks[i].call(tokens);
            if (_filters is not null)
            {
                Filtered filtered = Through(tokens, _filters[i]);
                tokens = filtered.Output;
                if (filtered.Balance is { } layer)
                {
                    balance = balance is null ? layer : balance.Plus(layer);
                    counts.Add(filtered.Counts!);
                }
            }
        }

        return new Decoded(_norm.call(tokens), balance, counts);
    }

    private Filtered Through(Tensor tokens, FeatureFilter filter)
    {
        Filtered filtered = filter.call(tokens);
        return _residual ? filtered with { Output = tokens.Plus(filtered.Output) } : filtered;
    }
}
