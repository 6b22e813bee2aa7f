using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Modules;

public sealed class MultiheadAttentionTests
{
    private const long Size = 6;
    private const long Heads = 2;

    [Fact]
    public void Call_EqualsTheComposition()
    {
        using MultiheadAttention layer = nn.MultiheadAttention(Size, Heads);
        Tensor query = Numbers.Drawn(1, 3, 2, Size), memory = Numbers.Drawn(2, 5, 2, Size);

        Tuple<Tensor, Tensor> result = layer.call(query, memory, memory);

        var (output, weights) = Compose(layer.state_dict(), query, memory, null);
        Numbers.Near(output, result.Item1, 1e-5);
        Numbers.Near(weights, result.Item2, 1e-5);
    }

    [Fact]
    public void Call_WithAPaddingMask_IgnoresThePaddedKeys()
    {
        using MultiheadAttention layer = nn.MultiheadAttention(Size, Heads);
        Tensor query = Numbers.Drawn(1, 3, 2, Size), memory = Numbers.Drawn(2, 4, 2, Size);
        Tensor padded = tensor(new[] { false, false, true, true, false, false, true, true }).reshape(2, 4);

        Tensor all = layer.call(query, memory, memory, key_padding_mask: padded).Item1;

        Tensor kept = memory.narrow(0, 0, 2);
        Numbers.Near(layer.call(query, kept, kept).Item1, all, 1e-5);
    }

    [Fact]
    public void Call_WithAnAdditiveMask_AddsItToTheScores()
    {
        using MultiheadAttention layer = nn.MultiheadAttention(Size, Heads);
        Tensor x = Numbers.Drawn(1, 3, 2, Size), mask = Numbers.Drawn(3, 3, 3);
        Numbers.Near(Compose(layer.state_dict(), x, x, mask).Output, layer.call(x, x, x, attn_mask: mask).Item1, 1e-5);
    }

    [Fact]
    public void Gradients_AreTheDerivatives()
    {
        using MultiheadAttention layer = nn.MultiheadAttention(Size, Heads);
        Tensor query = Numbers.Drawn(1, 2, 1, Size).requires_grad_(), memory = Numbers.Drawn(2, 3, 1, Size).requires_grad_();
        var parameters = layer.named_parameters().ToArray();
        Derivatives.CheckModule(
            x => Compose(parameters.Zip(x[2..]).ToDictionary(p => p.First.name, p => p.Second, StringComparer.Ordinal), x[0], x[1], null).Output,
            () => layer.call(query, memory, memory).Item1,
            [query, memory, .. parameters.Select(p => p.parameter)]);
    }

    private static (Tensor Output, Tensor Weights) Compose(Dictionary<string, Tensor> state, Tensor query, Tensor memory, Tensor? mask)
    {
        Tensor[] w = state["in_proj_weight"].chunk(3, 0), b = state["in_proj_bias"].chunk(3, 0);
        Tensor q = Split(nn.functional.linear(query, w[0], b[0])), k = Split(nn.functional.linear(memory, w[1], b[1]));
        Tensor v = Split(nn.functional.linear(memory, w[2], b[2]));
        Tensor scores = matmul(q, k.transpose(-2, -1)) / Math.Sqrt(Size / (double)Heads);
        Tensor weights = (mask is null ? scores : scores + mask).softmax(-1);
        Tensor mixed = matmul(weights, v).permute(2, 0, 1, 3).reshape(query.shape);
        return (nn.functional.linear(mixed, state["out_proj.weight"], state["out_proj.bias"]), weights.mean([1]));

        static Tensor Split(Tensor x) => x.reshape(x.shape[0], x.shape[1], Heads, Size / Heads).permute(1, 2, 0, 3);
    }
}
