using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Conformance.Golden;

/// <summary>The parts of the reference network, composed of official operations over named weights.</summary>
internal sealed class ReferenceParts(Dictionary<string, Tensor> weights)
{
    private const long Size = 16;
    private const long Heads = 2;
    private const long Side = 4;
    private const int Experts = 7;
    private const int Active = 2;

    public static Tensor Positions()
    {
        Tensor frequencies = (arange(4, dtype: ScalarType.Float32) * (-Math.Log(10_000) / 4)).exp();
        Tensor column = arange(Side, dtype: ScalarType.Float32).repeat(Side).reshape(-1, 1) * frequencies;
        Tensor row = arange(Side, dtype: ScalarType.Float32).repeat_interleave(Side).reshape(-1, 1) * frequencies;
        return cat([column.sin(), column.cos(), row.sin(), row.cos()], 1);
    }

    public Tensor Linear(Tensor x, string name) => F.linear(x, weights[name + ".weight"], weights[name + ".bias"]);

    public Tensor Norm(Tensor x, string name) => F.layer_norm(x, [Size], weights[name + ".weight"], weights[name + ".bias"]);

    public Tensor Mlp(Tensor x, string name) => Linear(F.gelu(Linear(x, name + ".up")), name + ".down");

    public Tensor Block(Tensor x, string name)
    {
        Tensor[] qkv = Linear(Norm(x, name + ".norm1"), name + ".qkv").chunk(3, -1);
        x = x + Linear(Attention(qkv[0], qkv[1], qkv[2]), name + ".proj");
        return x + Mlp(Norm(x, name + ".norm2"), name + ".mlp");
    }

    /// <summary>The tokens, cls first, and the embedded patches before positions.</summary>
    public (Tensor Tokens, Tensor Embedded) Vit(Tensor image, string name)
    {
        long batch = image.shape[0];
        Tensor patches = image.reshape(batch, 3, Side, Side, Side, Side).permute(0, 2, 4, 1, 3, 5).reshape(batch, Side * Side, 48);
        Tensor embedded = Linear(patches, name + ".embed");
        Tensor cls = weights[name + ".cls"].reshape(1, 1, Size).expand(batch, 1, Size);
        Tensor tokens = Block(cat([cls, embedded + Positions()], 1), name + ".blocks.0");
        return (Norm(tokens, name + ".norm"), embedded);
    }

    public Tensor CrossFusion(Tensor visual, Tensor motion, Tensor text, string name)
    {
        Tensor both = cat([Linear(Norm(text, name + ".norm_t"), name + ".kv_t"), Linear(Norm(motion, name + ".norm_m"), name + ".kv_m")], 1);
        Tensor[] kv = both.chunk(2, -1);
        Tensor query = Linear(Norm(visual, name + ".norm_q"), name + ".q");
        visual = visual + (weights[name + ".scale_attn"] * Linear(Attention(query, kv[0], kv[1]), name + ".proj"));
        return visual + (weights[name + ".scale_mlp"] * Mlp(Norm(visual, name + ".norm_f"), name + ".mlp"));
    }

    /// <summary>The sparse filters, computed densely: every filter on every token, times a gate that is mostly 0.</summary>
    public (Tensor Output, Tensor Balance, Tensor Counts) Filters(Tensor x, string name, bool renormalise)
    {
        long batch = x.shape[0], tokens = x.shape[1], all = batch * tokens;
        Tensor shares = F.linear(x, weights[name + ".router"]).softmax(-1);
        var (best, chosen) = shares.topk(Active, -1);
        Tensor gates = renormalise ? best / best.sum(-1L, keepdim: true) * Active : best;
        Tensor counts = zeros_like(shares).scatter(-1, chosen, ones_like(best)).detach().sum([1]);

        Tensor z = Norm(x, name + ".norm");
        Tensor reduce = weights[name + ".reduce"], expand = weights[name + ".expand"];
        long filters = reduce.shape[0], hidden = reduce.shape[1];
        Tensor inner = F.linear(z, reduce.reshape(filters * hidden, Size), weights[name + ".reduce_bias"].reshape(-1)).silu();
        Tensor each = bmm(inner.reshape(all, filters, hidden).transpose(0, 1), expand) + weights[name + ".expand_bias"].unsqueeze(1);
        Tensor gate = cat([zeros_like(shares).scatter(-1, chosen, gates), ones([batch, tokens, filters - Experts])], -1);
        Tensor output = (each * gate.reshape(all, filters).t().unsqueeze(-1)).sum([0]).reshape(x.shape);
        Tensor balance = (counts * shares.mean([1])).sum([1]).mean() * ((double)Experts / (Active * tokens));
        return (output, balance, counts);
    }

    private static Tensor Attention(Tensor q, Tensor k, Tensor v)
    {
        Tensor scores = matmul(Split(q), Split(k).transpose(-2, -1)) / Math.Sqrt(Size / (double)Heads);
        return matmul(scores.softmax(-1), Split(v)).transpose(1, 2).reshape(q.shape);

        static Tensor Split(Tensor x) => x.reshape(x.shape[0], x.shape[1], Heads, Size / Heads).transpose(1, 2);
    }
}
