using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>One filter for all tokens: norm, linear to h, SiLU, linear back. With h = 4 D it is the ablation's standard MLP.</summary>
internal sealed class BottleneckFilter : FeatureFilter
{
    private readonly LayerNorm norm;
    private readonly Linear reduce;
    private readonly Linear expand;

    public BottleneckFilter(int width, int hidden)
        : base(nameof(BottleneckFilter))
    {
        norm = nn.LayerNorm(width);
        reduce = nn.Linear(width, hidden);
        expand = nn.Linear(hidden, width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Filtered forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return new Filtered(expand.call(reduce.call(norm.call(tokens)).silu()).MoveToOuterDisposeScope());
    }
}
