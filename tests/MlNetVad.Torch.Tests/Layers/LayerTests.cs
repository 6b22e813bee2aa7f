using MlNetVad.Torch.Layers;
using MlNetVad.Torch.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Tests.Layers;

public sealed class LayerTests
{
    [Fact]
    public void LayerNorm_Rows_HaveMeanShiftAndVarianceScale()
    {
        using var layer = new LayerNorm(3);
        Set(layer.Weight, 1, 2, 3);
        Set(layer.Bias, 0, 10, -1);

        float[] y = Values(layer.call(tensor(new float[] { 1, 2, 3, 5, 5, 5 }, [2, 3])));

        float unit = 1 / MathF.Sqrt((2f / 3) + 1e-5f);
        Near([-unit, 10, (3 * unit) - 1, 0, 10, -1], y, 1e-5);
    }

    [Fact]
    public void LayerNorm_New_IsUnscaledAndTakesItsEps()
    {
        using var layer = new LayerNorm(2, eps: 3);

        Near([-0.5, 0.5], Values(layer.call(tensor(new float[] { 6, 8 }, [1, 2]))), 1e-6);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Conv2d_AnyStrideAndPadding_EqualsTheSumOverItsWindow(int stride, int padding)
    {
        const int channels = 2, outputs = 3, kernel = 3, height = 6, width = 5;
        using var layer = new Conv2d(channels, outputs, kernel, stride, padding);
        float[] x = Draw(2 * channels * height * width), w = Values(layer.Weight), b = Values(layer.Bias!);
        int rows = ((height + (2 * padding) - kernel) / stride) + 1, columns = ((width + (2 * padding) - kernel) / stride) + 1;

        Tensor y = layer.call(tensor(x, [2, channels, height, width]));

        Assert.Equal([2, outputs, rows, columns], y.shape);
        var expected = new List<double>();
        foreach ((int n, int o, int r, int c) in Places(2, outputs, rows, columns))
        {
            double sum = b[o];
            foreach ((int i, int ky, int kx, _) in Places(channels, kernel, kernel, 1))
            {
                (int py, int px) = ((r * stride) + ky - padding, (c * stride) + kx - padding);
                bool inside = py >= 0 && py < height && px >= 0 && px < width;
                sum += inside ? (double)x[(((((n * channels) + i) * height) + py) * width) + px] * w[(((((o * channels) + i) * kernel) + ky) * kernel) + kx] : 0;
            }

            expected.Add(sum);
        }

        Near([.. expected], Values(y), 1e-6);
    }

    [Fact]
    public void Conv2d_New_DrawsWeightsWithinItsBound()
    {
        manual_seed(3);
        using var layer = new Conv2d(16, 32, 3);

        float bound = 1 / MathF.Sqrt(16 * 9);

        foreach (float[] values in new[] { Values(layer.Weight), Values(layer.Bias!) })
        {
            Assert.All(values, v => Assert.InRange(v, -bound, bound));
            Assert.True(values.Max() > 0.8f * bound && values.Min() < -0.8f * bound);
        }
    }

    [Fact]
    public void Layers_InANetwork_KeepTheUsualNames()
    {
        using var network = Sequential(("conv", new Conv2d(2, 3, 3)), ("plain", new Conv2d(3, 3, 1, hasBias: false)), ("norm", new LayerNorm(4)));

        Assert.Equal(
            ["conv.bias", "conv.weight", "norm.bias", "norm.weight", "plain.weight"], network.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.All(network.parameters(), p => Assert.True(p.requires_grad));
        Assert.Null(new Conv2d(3, 3, 1, hasBias: false).Bias);
    }

    [Fact]
    public void Layers_ThroughSafetensors_ComeBackBitEqual()
    {
        using var source = Sequential(("conv", new Conv2d(2, 3, 3)), ("norm", new LayerNorm(4)));
        using var target = Sequential(("conv", new Conv2d(2, 3, 3)), ("norm", new LayerNorm(4)));
        using var stream = new MemoryStream();
        Set((Tensor)source.state_dict()["norm.weight"], 4, 3, 2, 1);

        ModuleWeights.Save(source, stream, WeightType.F32);
        using SafeTensorsReader reader = SafeTensorsReader.Open(stream.ToArray());
        ModuleWeights.Load(target, reader);

        Tensor x = tensor(Draw(2 * 2 * 6 * 6), [2, 2, 6, 6]);
        Assert.Equal(Values(source.call(x)), Values(target.call(x)));
        Assert.All(source.state_dict(), e => Assert.Equal(Values(e.Value), Values(target.state_dict()[e.Key])));
    }

    [Fact]
    public void LayerNorm_Gradients_EqualFiniteDifferences()
    {
        using var layer = new LayerNorm(5);
        Set(layer.Weight, 1, -2, 3, 0.5f, 2);
        LayerGradients.Check(layer, tensor(Draw(3 * 5), [3, 5]));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Conv2d_Gradients_EqualFiniteDifferences(int stride, int padding)
    {
        manual_seed(5);
        using var layer = new Conv2d(2, 3, 3, stride, padding);
        LayerGradients.Check(layer, tensor(Draw(2 * 2 * 5 * 6), [2, 2, 5, 6]));
    }

    [Fact]
    public void Constructors_ImpossibleSizes_AreRefused()
    {
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(0)).ParamName);
        Assert.Equal("eps", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(2, -1)).ParamName);
        Assert.Equal("kernelSize", Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(1, 1, 0)).ParamName);
        Assert.Equal("stride", Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(1, 1, 1, 0)).ParamName);
        Assert.Equal("padding", Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(1, 1, 1, 1, -1)).ParamName);
    }

    private static IEnumerable<(int, int, int, int)> Places(int a, int b, int c, int d) =>
        from i in Enumerable.Range(0, a)
        from j in Enumerable.Range(0, b)
        from k in Enumerable.Range(0, c)
        from l in Enumerable.Range(0, d)
        select (i, j, k, l);

    private static float[] Draw(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static void Set(Tensor target, params float[] values)
    {
        using IDisposable untracked = no_grad();
        target.copy_(tensor(values, target.shape));
    }

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static void Near(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => Assert.InRange(p.Second, p.First - tolerance, p.First + tolerance));
    }
}
