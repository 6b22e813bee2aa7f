using TorchSharp.Conformance.Modules;
using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Engine;

public sealed class TrainingLoopTests
{
    [Fact]
    public void TwentyThousandSteps_KeepNoTensor()
    {
        manual_seed(1);
        using var network = nn.Sequential(("up", nn.Linear(8, 16)), ("act", nn.GELU()), ("down", nn.Linear(16, 1)));
        using var optimizer = optim.AdamW(network.parameters(), 1e-3);
        Tensor x = Numbers.Drawn(1, 16, 8), y = x.sum(1, keepdim: true);
        double first = 0, last = 0;
        long live = 0;
        for (int step = 0; step < 20_000; step++)
        {
            if (step == 100) live = Live();
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = nn.functional.mse_loss(network.call(x), y);
            loss.backward();
            nn.utils.clip_grad_norm_(network.parameters(), 1);
            optimizer.step();
            if (step == 0) first = loss.item<float>();
            last = loss.item<float>();
        }

        Assert.True(last < first / 20, $"the loss fell from {first} to {last} only");
        Assert.Equal(live, Live());
    }

    [Fact]
    public void TwentyThousandSteps_NeverGrowThePool()
    {
        Linked.RequireOurs();
        manual_seed(1);
        using Linear layer = nn.Linear(8, 8);
        using var optimizer = optim.Adam(layer.parameters(), 1e-3);
        Tensor x = Numbers.Drawn(1, 16, 8);
        long warm = 0;
        for (int step = 0; step < 20_000; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            layer.call(x).pow(2).mean().backward();
            optimizer.step();
            if (step == 100) warm = Pooled();
        }
        Assert.True(warm > 0);
        Assert.Equal(warm, Pooled());
    }

    [Fact]
    public void HundredSteps_FromOneSeed_GiveTheSameWeightsOnOneThreadAndOnTwo()
    {
        int threads = get_num_threads();
        try
        {
            float[] one = Train(1);
            Assert.Equal(one, Train(1));
            if (Linked.ToOurs) Assert.Equal(one, Train(2));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static float[] Train(int threads)
    {
        set_num_threads(threads);
        manual_seed(4);
        using var network = nn.Sequential(("a", new Block(32, 4)), ("drop", nn.Dropout(0.1)), ("b", new Block(32, 4)));
        using var optimizer = optim.AdamW(network.parameters(), 1e-3, weight_decay: 0.01);
        for (int step = 0; step < 100; step++)
        {
            using var scope = NewDisposeScope();
            Tensor x = randn([4, 24, 32]);
            optimizer.zero_grad();
            nn.functional.mse_loss(network.call(x), x.flip(1)).backward();
            nn.utils.clip_grad_norm_(network.parameters(), 1);
            optimizer.step();
        }
        return [.. network.parameters().SelectMany(Numbers.Values)];
    }

    // tensors of this thread that a scope made and neither disposed nor let go
    private static long Live()
    {
        ThreadDisposeScopeStatistics counts = DisposeScopeManager.Statistics;
        return counts.CreatedInScopeCount - counts.DisposedInScopeCount - counts.DetachedFromScopeCount;
    }

    private static long Pooled() => (long)typeof(Tensor).Assembly.GetType("TorchSharp.BufferPool")!
        .GetProperty("TotalBytes", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.GetValue(null)!;
}
