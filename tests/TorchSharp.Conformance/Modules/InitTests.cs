using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Modules;

public sealed class InitTests
{
    private const int Out = 300;
    private const int In = 200;

    public InitTests() => manual_seed(17);

    [Fact]
    public void Linear_ByDefault_IsUniformWithinTheRootOfItsInputs()
    {
        using Linear layer = nn.Linear(In, Out);
        double bound = 1 / Math.Sqrt(In);
        Uniform(Numbers.Values(layer.weight), bound);
        Assert.All(Numbers.Values(layer.bias), v => Assert.InRange(v, -bound, bound));
    }

    [Fact]
    public void Kaiming_DependsOnTheInputs()
    {
        Uniform(Numbers.Values(nn.init.kaiming_uniform_(empty([Out, In]))), Math.Sqrt(6.0 / In));
        Uniform(Numbers.Values(nn.init.kaiming_uniform_(empty([Out, In]), Math.Sqrt(5))), Math.Sqrt(1.0 / In));
        Normal(Numbers.Values(nn.init.kaiming_normal_(empty([Out, In]), mode: nn.init.FanInOut.FanOut)), 0, Math.Sqrt(2.0 / Out));
    }

    [Fact]
    public void Xavier_DependsOnInputsAndOutputs()
    {
        Uniform(Numbers.Values(nn.init.xavier_uniform_(empty([Out, In]))), Math.Sqrt(6.0 / (In + Out)));
        Normal(Numbers.Values(nn.init.xavier_normal_(empty([Out, In]), 2)), 0, 2 * Math.Sqrt(2.0 / (In + Out)));
    }

    [Fact]
    public void Fans_CountTheReceptiveField() =>
        Assert.Equal((3L * 25, 8L * 25), nn.init.CalculateFanInAndFanOut(empty([8, 3, 5, 5])));

    [Fact]
    public void Gains_AreThoseOfTheActivation()
    {
        Assert.Equal(Math.Sqrt(2), nn.init.calculate_gain(nn.init.NonlinearityType.ReLU), 1e-12);
        Assert.Equal(5.0 / 3, nn.init.calculate_gain(nn.init.NonlinearityType.Tanh), 1e-12);
        Assert.Equal(Math.Sqrt(2 / 1.04), nn.init.calculate_gain(nn.init.NonlinearityType.LeakyReLU, 0.2), 1e-12);
    }

    [Fact]
    public void TruncNormal_StaysInsideItsBoundsWithTheirVariance()
    {
        float[] values = Numbers.Values(nn.init.trunc_normal_(empty([Out, In]), 0, 1, -1, 1));
        Assert.All(values, v => Assert.InRange(v, -1, 1));
        // 1 − 2 φ(1) / (2 Φ(1) − 1)
        Assert.InRange(values.Average(v => (double)v * v), 0.2911 - 0.008, 0.2911 + 0.008);
        Assert.InRange(values.Average(v => (double)v), -0.01, 0.01);
    }

    [Fact]
    public void Constants_FillTheTensor()
    {
        Assert.All(Numbers.Values(nn.init.zeros_(empty([7]))), v => Assert.Equal(0, v));
        Assert.All(Numbers.Values(nn.init.ones_(empty([7]))), v => Assert.Equal(1, v));
        Assert.All(Numbers.Values(nn.init.constant_(empty([7]), 2.5)), v => Assert.Equal(2.5f, v));
        Uniform(Numbers.Values(nn.init.uniform_(empty([Out, In]), -3, 3)), 3);
        Normal(Numbers.Values(nn.init.normal_(empty([Out, In]), 1, 2)), 1, 2);
    }

    [Fact]
    public void Seed_GivesTheSameNumbersAgain()
    {
        manual_seed(3);
        using Linear first = nn.Linear(7, 5);
        manual_seed(3);
        using Linear second = nn.Linear(7, 5);
        using Linear third = nn.Linear(7, 5);
        Assert.Equal(Numbers.Values(first.weight), Numbers.Values(second.weight));
        Assert.NotEqual(Numbers.Values(first.weight), Numbers.Values(third.weight));
    }

    // the bounds are reached nearly, and the variance is a third of their square; 5 deviations of the estimates
    private static void Uniform(float[] values, double bound)
    {
        Assert.All(values, v => Assert.InRange(v, -bound * 1.000001, bound * 1.000001));
        Assert.True(values.Max() > 0.99 * bound && values.Min() < -0.99 * bound);
        Assert.InRange(values.Average(v => (double)v * v) * 3 / (bound * bound), 0.97, 1.03);
    }

    private static void Normal(float[] values, double mean, double deviation)
    {
        Assert.InRange((values.Average(v => (double)v) - mean) / deviation, -0.03, 0.03);
        Assert.InRange(values.Average(v => (v - mean) * (v - mean)) / (deviation * deviation), 0.97, 1.03);
        Assert.InRange(values.Count(v => Math.Abs(v - mean) < deviation) / (double)values.Length, 0.66, 0.705);
    }
}
