using MlNetVad.Torch.Attention;
using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks.Clip;

/// <summary>A residual block: x += attention(ln_1(x)), then x += mlp(ln_2(x)), with quick-GELU x·σ(1.702 x) inside. Layers have OpenAI's names.</summary>
internal sealed class ClipBlock : nn.Module<Tensor, Tensor>
{
    private const double Slope = 1.702;
    private readonly LayerNorm ln_1;
    private readonly ClipAttention attn;
    private readonly LayerNorm ln_2;
    private readonly ClipMlp mlp;

    public ClipBlock(ClipTowerOptions tower, bool causal)
        : base(nameof(ClipBlock))
    {
        ln_1 = nn.LayerNorm(tower.Width);
        attn = new ClipAttention(tower, causal);
        ln_2 = nn.LayerNorm(tower.Width);
        mlp = new ClipMlp(tower);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor x = input.Plus(attn.call(ln_1.call(input)));      // [B, N, D]
        return x.Plus(mlp.call(ln_2.call(x))).MoveToOuterDisposeScope();
    }

    private sealed class ClipAttention : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter in_proj_weight, in_proj_bias;
        private readonly Linear out_proj;
        private readonly int _heads;
        private readonly bool _causal;

        public ClipAttention(ClipTowerOptions tower, bool causal)
            : base(nameof(ClipAttention))
        {
            (_heads, _causal) = (tower.Heads, causal);
            in_proj_weight = nn.Parameter(zeros(3 * tower.Width, tower.Width));
            in_proj_bias = nn.Parameter(zeros(3 * tower.Width));
            out_proj = nn.Linear(tower.Width, tower.Width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor qkv = nn.functional.linear(input, in_proj_weight, in_proj_bias);                                      // [B, N, 3 D]
            return out_proj.call(MultiHeadAttention.Joint(qkv, _heads, _causal)).MoveToOuterDisposeScope();    // [B, N, D]
        }
    }

    private sealed class ClipMlp : nn.Module<Tensor, Tensor>
    {
        private readonly Linear c_fc, c_proj;

        public ClipMlp(ClipTowerOptions tower)
            : base(nameof(ClipMlp))
        {
            c_fc = nn.Linear(tower.Width, tower.Hidden);
            c_proj = nn.Linear(tower.Hidden, tower.Width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor x = c_fc.call(input);                                                                    // [B, N, H]
            return c_proj.call(x.mul(x.Times(Slope).sigmoid())).MoveToOuterDisposeScope();
        }
    }
}
