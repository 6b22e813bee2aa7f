using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Compat.Conformance.Views;

public sealed class ContextTests
{
    [Fact]
    public void Seed_Same_GivesTheSameRandomness()
    {
        Assert.Equal(Draw(new MLContext(5)), Draw(new MLContext(5)));
        Assert.NotEqual(Draw(new MLContext(5)), Draw(new MLContext(6)));
    }

    [Fact]
    public void Register_WithItsOwnSeed_DependsOnThatAlone()
    {
        IHost first = ((IHostEnvironment)new MLContext(1)).Register("x", seed: 9);
        IHost second = ((IHostEnvironment)new MLContext(2)).Register("x", seed: 9);

        Assert.Equal(first.Rand.Next(), second.Rand.Next());
    }

    [Fact]
    public void Log_OfAChannel_ReachesTheContext()
    {
        var ml = new MLContext(1);
        var seen = new List<LoggingEventArgs>();
        ml.Log += (_, e) => seen.Add(e);
        IHost host = ((IHostEnvironment)ml).Register("Trainer");

        using (IChannel channel = host.Start("Fit"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0} of {1}", 2, 5);
            channel.Warning(MessageSensitivity.None, "careful");
        }

        LoggingEventArgs info = Assert.Single(seen, e => e.Kind == ChannelMessageKind.Info);
        Assert.Equal("epoch 2 of 5", info.RawMessage);
        Assert.Contains("epoch 2 of 5", info.Message);
        Assert.Contains("Fit", info.Source);
        Assert.Equal("careful", Assert.Single(seen, e => e.Kind == ChannelMessageKind.Warning).RawMessage);
    }

    [Fact]
    public void Log_Unsubscribed_HearsNothing()
    {
        var ml = new MLContext(1);
        int messages = 0;
        EventHandler<LoggingEventArgs> listener = (_, _) => messages++;
        ml.Log += listener;
        ml.Log -= listener;

        using (IChannel channel = ((IHostEnvironment)ml).Start("Fit"))
            channel.Error(MessageSensitivity.None, "nobody listens");

        Assert.Equal(0, messages);
    }

    [Fact]
    public void Catalogs_AreThere()
    {
        var ml = new MLContext();

        Assert.NotNull(ml.Data);
        Assert.NotNull(ml.Model);
        Assert.NotNull(ml.Transforms.Conversion);
        Assert.NotNull(ml.AnomalyDetection.Trainers);
        Assert.NotNull(ml.ComponentCatalog);
        Assert.Same(ml.ComponentCatalog, ((IHostEnvironment)ml).ComponentCatalog);
    }

    [Fact]
    public void DeviceSettings_AreKept()
    {
        var ml = new MLContext();
        Assert.Null(ml.GpuDeviceId);

        ml.GpuDeviceId = 1;
        ml.FallbackToCpu = false;

        Assert.Equal(1, ml.GpuDeviceId);
        Assert.False(ml.FallbackToCpu);
    }

    private static int[] Draw(MLContext ml)
    {
        Random rand = ((IHostEnvironment)ml).Register("x").Rand;
        return [rand.Next(), rand.Next(), rand.Next()];
    }
}
