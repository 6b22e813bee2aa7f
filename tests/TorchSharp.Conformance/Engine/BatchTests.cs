using TorchSharp.Conformance.Modules;
using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Engine;

/// <summary>A sample's numbers do not depend, by one bit, on the samples that share its batch.</summary>
public sealed class BatchTests
{
    private const int Batch = 16;

    public static TheoryData<string> Names => [.. Functions.Keys];

    // each takes [B, ..] to [B, ..]
    private static Dictionary<string, (long[] Sample, Func<Tensor, Tensor> Function)> Functions => new()
    {
        ["linear of tokens"] = ([97, 96], x => nn.functional.linear(x, Weight(384, 96), Weight(384))),
        ["linear of one row"] = ([96], x => nn.functional.linear(x, Weight(384, 96), Weight(384))),
        ["linear of one long row"] = ([1300], x => nn.functional.linear(x, Weight(70, 1300), Weight(70))),
        ["linear to one number"] = ([1300], x => nn.functional.linear(x, Weight(1, 1300), Weight(1))),
        ["matmul of one long row"] = ([1300], x => x.matmul(Weight(1300, 70))),
        ["matmul of one long row, wide"] = ([700], x => x.matmul(Weight(700, 1100))),
        ["matmul to one number"] = ([1300], x => x.matmul(Weight(1300, 1))),
        ["matmul by a vector"] = ([7, 1300], x => x.matmul(Weight(1300))),
        ["bmm"] = ([1, 650], x => x.bmm(x.transpose(1, 2).expand(-1, -1, 5) * Weight(5))),
        ["transformer block"] = ([97, 32], new Block(32, 4).call),
        ["layer_norm"] = ([97, 33], x => nn.functional.layer_norm(x, [33], Weight(33), Weight(33))),
        ["softmax"] = ([4, 9, 33], x => x.softmax(-1)),
        ["softmax over tokens"] = ([97, 33], x => x.softmax(1)),
        ["log_softmax"] = ([33], x => x.log_softmax(-1)),
        ["logsumexp"] = ([97, 33], x => x.logsumexp(1)),
        ["conv2d 3x3"] = ([8, 13, 11], x => nn.functional.conv2d(x, Weight(16, 8, 3, 3), Weight(16), [1, 1], [1, 1])),
        ["conv2d 1x1"] = ([8, 13, 11], x => nn.functional.conv2d(x, Weight(16, 8, 1, 1), Weight(16))),
        ["conv2d of patches"] = ([3, 12, 8], x => nn.functional.conv2d(x, Weight(96, 3, 4, 4), Weight(96), [4, 4])),
        ["conv2d of one patch"] = ([3, 4, 4], x => nn.functional.conv2d(x, Weight(96, 3, 4, 4), Weight(96), [4, 4])),
        ["gelu"] = ([97, 33], nn.functional.gelu),
        ["silu"] = ([7], x => x.silu()),
        ["tanh, sigmoid, exp"] = ([7], x => x.tanh() + x.sigmoid() + x.exp()),
        ["mean of tokens"] = ([197, 33], x => x.mean([1])),
        ["mean of many tokens"] = ([1597, 5], x => x.mean([1])),
        ["sum of channels"] = ([97, 33], x => x.sum(-1)),
        ["sum of a long row"] = ([40_000], x => x.sum(-1)),
        ["sum of all"] = ([197, 33], x => x.sum([1, 2])),
        ["var"] = ([97, 33], x => x.var(1)),
        ["norm"] = ([97, 33], x => x.norm(-1, false, 2)),
        ["max of tokens"] = ([97, 33], x => x.amax([1])),
        ["cosine_similarity"] = ([97, 33], x => nn.functional.cosine_similarity(x, Weight(97, 33).unsqueeze(0), -1)),
        ["topk"] = ([97, 33], x => x.topk(5, -1).values),
        ["cumsum"] = ([97, 33], x => x.cumsum(1)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Sample_AloneAndInABatch_GivesTheSameBits(string name)
    {
        Linked.RequireOurs();
        manual_seed(1);
        (long[] sample, Func<Tensor, Tensor> function) = Functions[name];
        Tensor batch = Numbers.Drawn(3, [Batch, .. sample]);

        Tensor together = function(batch);

        for (int i = 0; i < Batch; i++)
            Assert.Equal(Bits(together.narrow(0, i, 1)), Bits(function(batch.narrow(0, i, 1))));
        Assert.Equal(Bits(together.narrow(0, 3, 5)), Bits(function(batch.narrow(0, 3, 5))));
    }

    private static Tensor Weight(params long[] shape) => Numbers.Drawn(5, shape);

    private static int[] Bits(Tensor tensor) => [.. Numbers.Values(tensor).Select(BitConverter.SingleToInt32Bits)];
}
