using static TorchSharp.torch;

namespace TorchSharp.Conformance.Support;

/// <summary>Tensors from and to plain numbers.</summary>
internal static class Numbers
{
    public static Tensor Of(float[] values, params long[] shape) => tensor(values, shape);

    public static float[] Values(Tensor tensor)
    {
        using Tensor packed = tensor.detach().contiguous();
        return packed.data<float>().ToArray();
    }

    public static long[] Integers(Tensor tensor)
    {
        using Tensor packed = tensor.contiguous();
        return packed.data<long>().ToArray();
    }

    public static bool[] Flags(Tensor tensor)
    {
        using Tensor packed = tensor.contiguous();
        return packed.data<bool>().ToArray();
    }

    /// <summary>Numbers of [low, high) that depend on the seed alone.</summary>
    public static float[] Draw(int seed, long count, double low = -1, double high = 1)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, (int)count).Select(_ => (float)(low + ((high - low) * random.NextDouble()))).ToArray();
    }

    public static Tensor Drawn(int seed, params long[] shape) => Of(Draw(seed, Count(shape)), shape);

    public static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Each |expected − actual| is at most tolerance · max(1, largest |expected|).</summary>
    public static void Near(double[] expected, float[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * scale;
            Assert.True(close, $"at {i}: expected {expected[i]:R}, got {actual[i]:R} (tolerance {tolerance:R} of {scale:R})");
        }
    }

    public static void Near(float[] expected, float[] actual, double tolerance = 1e-5) =>
        Near(expected.Select(x => (double)x).ToArray(), actual, tolerance);

    public static void Near(Tensor expected, Tensor actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        Near(Values(expected), Values(actual), tolerance);
    }
}
