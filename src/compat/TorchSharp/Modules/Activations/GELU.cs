using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The exact form, x Φ(x).</summary>
public sealed class GELU : nn.Module<Tensor, Tensor>
{
    internal GELU() : base(nameof(GELU))
    {
    }

    public override Tensor forward(Tensor input) => input.gelu();
}
