using MlNetVad.Torch.Experts;
using MlNetVad.Torch.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Tests.Layers;

/// <summary>A sample's numbers do not depend, by one bit, on the samples that share its batch.</summary>
public sealed class BatchTests
{
    private const long Batch = 16;

    [Fact]
    public void Layers_SampleAloneAndInABatch_GiveTheSameBits()
    {
        manual_seed(1);
        using var conv = new Conv2d(8, 16, 3, padding: 1);
        using var norm = new LayerNorm(11);

        Check(x => norm.call(conv.call(x)), randn(Batch, 8, 9, 11));
    }

    [Fact]
    public void GroupedExperts_SampleAloneAndInABatch_GiveTheSameBits()
    {
        const long tokens = 97, width = 96, count = 63, hidden = 16;
        manual_seed(2);
        var experts = new BottleneckExperts(
            randn(count + 1, hidden, width), randn(count + 1, hidden), randn(count + 1, hidden, width), randn(count + 1, width), Shared: 1);
        Tensor router = randn(count, width);

        Check(Layer, randn(Batch, tokens, width));

        Tensor Layer(Tensor x)
        {
            Tensor flat = x.reshape(-1, width);
            (Tensor gates, Tensor indices) = functional.linear(flat, router).softmax(-1).topk(7, -1);
            return GroupedExperts.Default.Forward(flat, gates, indices, experts).reshape(x.shape);
        }
    }

    private static void Check(Func<Tensor, Tensor> function, Tensor batch)
    {
        using IDisposable untracked = no_grad();
        Tensor together = function(batch);
        for (long i = 0; i < Batch; i++)
        {
            Assert.Equal(Bits(together.narrow(0, i, 1)), Bits(function(batch.narrow(0, i, 1))));
        }
    }

    private static int[] Bits(Tensor tensor) => [.. tensor.contiguous().data<float>().ToArray().Select(BitConverter.SingleToInt32Bits)];
}
