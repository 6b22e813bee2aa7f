using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>The blocks of a tower, one after another: [B, N, D] to [B, N, D].</summary>
internal sealed class ClipTransformer : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<ClipBlock> resblocks;

    /// <summary>Makes it, without weights.</summary>
    /// <param name="tower">Its sizes.</param>
    /// <param name="causal">Whether a token sees none behind it.</param>
    public ClipTransformer(ClipTowerOptions tower, bool causal)
        : base(nameof(ClipTransformer))
    {
        resblocks = new ModuleList<ClipBlock>([.. Enumerable.Range(0, tower.Layers).Select(_ => new ClipBlock(tower, causal))]);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor x = input;
        foreach (ClipBlock block in resblocks)
        {
            x = block.call(x);
        }

        return x.MoveToOuterDisposeScope();
    }
}
