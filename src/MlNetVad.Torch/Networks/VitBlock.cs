using MlNetVad.Torch.Attention;
using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>A pre-norm transformer block: x += proj(attention(qkv(norm1(x)))), then x += mlp(norm2(x)).</summary>
internal sealed class VitBlock : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly LayerNorm norm2;
    private readonly Mlp mlp;
    private readonly int _heads;

    public VitBlock(int width, int heads, int mlpRatio)
        : base(nameof(VitBlock))
    {
        _heads = heads;
        norm1 = nn.LayerNorm(width);
        qkv = nn.Linear(width, 3 * width);
        proj = nn.Linear(width, width);
        norm2 = nn.LayerNorm(width);
        mlp = new Mlp(width, mlpRatio * width, width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor mixed = MultiHeadAttention.Joint(qkv.call(norm1.call(input)), _heads); // [B, N, D]
        Tensor x = input.Plus(proj.call(mixed));
        return x.Plus(mlp.call(norm2.call(x))).MoveToOuterDisposeScope();
    }
}
