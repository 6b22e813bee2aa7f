using TorchSharp.Conformance.Modules;
using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Engine;

/// <summary>What a training step leaves to the collector: handles, shapes and the graph, never numbers.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void TrainingStep_OfASmallNetwork_AllocatesLittle() =>
        Assert.InRange(BytesAStep(nn.Sequential(("up", nn.Linear(8, 16)), ("act", nn.GELU()), ("down", nn.Linear(16, 1))), 16), 1, 15_400);

    [Fact]
    public void TrainingStep_OfLargerTensors_AllocatesNoMore()
    {
        long few = BytesAStep(new Block(16, 2), 4), many = BytesAStep(new Block(16, 2), 400);
        Assert.InRange(few, 1, 66_800);
        Assert.InRange(many, 1, few * 11 / 10);
    }

    private static long BytesAStep(nn.Module<Tensor, Tensor> network, long rows)
    {
        Linked.RequireOurs();
        int threads = get_num_threads();
        set_num_threads(1);   // what a second thread is told costs a little
        try
        {
            using (network)
            {
                using var optimizer = optim.AdamW(network.parameters(), 1e-3);
                Tensor x = network is Block ? Numbers.Drawn(1, 1, rows, 16) : Numbers.Drawn(1, rows, 8);
                for (int i = 0; i < 10; i++) Step();
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 10; i++) Step();
                return (GC.GetAllocatedBytesForCurrentThread() - before) / 10;

                void Step()
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    network.call(x).pow(2).mean().backward();
                    nn.utils.clip_grad_norm_(network.parameters(), 1);
                    optimizer.step();
                }
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
