using MlNetVad.Torch.Attention;
using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// Visual tokens query the text and motion tokens, each with a projection of its own, then pass a small network; both residual
/// branches are scaled by a learned number (SIB-VAD, tri-modal fusion encoder).
/// </summary>
internal sealed class CrossFusionLayer : nn.Module
{
    private const int MlpRatio = 2;
    private readonly LayerNorm norm_q;
    private readonly Linear q;
    private readonly Linear proj;
    private readonly LayerNorm? norm_t;
    private readonly Linear? kv_t;
    private readonly LayerNorm? norm_m;
    private readonly Linear? kv_m;
    private readonly LayerNorm norm_f;
    private readonly Mlp mlp;
    private readonly Parameter scale_attn;
    private readonly Parameter scale_mlp;
    private readonly int _heads;

    public CrossFusionLayer(PredictorOptions options)
        : base(nameof(CrossFusionLayer))
    {
        int width = options.Dimension;
        _heads = options.Heads;
        (norm_q, q, proj) = (nn.LayerNorm(width), nn.Linear(width, width), nn.Linear(width, width));
        (norm_t, kv_t) = options.HasText ? (nn.LayerNorm(width), nn.Linear(width, 2 * width)) : (null, null);
        (norm_m, kv_m) = options.UseMotion ? (nn.LayerNorm(width), nn.Linear(width, 2 * width)) : (null, null);
        (norm_f, mlp) = (nn.LayerNorm(width), new Mlp(width, MlpRatio * width, width));
        scale_attn = nn.Parameter(full([1], options.ReZeroStart));
        scale_mlp = nn.Parameter(full([1], options.ReZeroStart));
        RegisterComponents();
    }

    /// <summary>Fuses.</summary>
    /// <param name="visual">[B, 1 + P, D].</param>
    /// <param name="motion">[B, 1 + P, D], or null without that branch.</param>
    /// <param name="word">[B, 1, D], or null without that branch.</param>
    /// <returns>[B, 1 + P, D].</returns>
    public Tensor forward(Tensor visual, Tensor? motion, Tensor? word)
    {
        using var scope = NewDisposeScope();
        Tensor? ofText = word is null ? null : kv_t!.call(norm_t!.call(word));        // [B, 1, 2 D]
        Tensor? ofMotion = motion is null ? null : kv_m!.call(norm_m!.call(motion));  // [B, 1 + P, 2 D]
        Tensor keysValues = ofText is not null && ofMotion is not null ? cat([ofText, ofMotion], 1) : (ofText ?? ofMotion)!;
        Tensor mixed = MultiHeadAttention.Cross(q.call(norm_q.call(visual)), keysValues, _heads);
        Tensor x = visual.Plus(scale_attn * proj.call(mixed));
        return x.Plus(scale_mlp * mlp.call(norm_f.call(x))).MoveToOuterDisposeScope();
    }
}
