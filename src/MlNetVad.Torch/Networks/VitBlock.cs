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

    /// <summary>Makes it.</summary>
    /// <param name="width">D, numbers a token.</param>
    /// <param name="heads">Heads of attention; divides the width.</param>
    /// <param name="mlpRatio">How much wider the MLP is inside.</param>
    /// <param name="silent">Whether it begins by adding nothing.</param>
    public VitBlock(int width, int heads, int mlpRatio, bool silent = false)
        : base(nameof(VitBlock))
    {
        _heads = heads;
        norm1 = nn.LayerNorm(width);
        qkv = nn.Linear(width, 3 * width);
        proj = nn.Linear(width, width);
        norm2 = nn.LayerNorm(width);
        mlp = new Mlp(width, mlpRatio * width, width);
        if (silent)
        {
            using IDisposable untracked = no_grad();
            foreach (Parameter last in (Parameter[])[proj.weight, proj.bias!, mlp.Last.weight, mlp.Last.bias!])
            {
                last.zero_();
            }
        }

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
