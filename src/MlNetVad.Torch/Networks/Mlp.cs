using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>Linear, GELU, linear.</summary>
internal sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly Linear up;
    private readonly Linear down;

    public Mlp(long width, long hidden, long output)
        : base(nameof(Mlp))
    {
        up = nn.Linear(width, hidden);
        down = nn.Linear(hidden, output);
        RegisterComponents();
    }

    /// <summary>The layer that gives its output.</summary>
    public Linear Last => down;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return down.call(nn.functional.gelu(up.call(input))).MoveToOuterDisposeScope();
    }
}
