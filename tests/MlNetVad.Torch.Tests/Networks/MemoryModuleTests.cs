using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

public sealed class MemoryModuleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void Forward_AnyTokens_EqualsThePlainComputation(double shrink)
    {
        const int Slots = 7, Width = 5, Tokens = 4;
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var memory = new MemoryModule(Slots, Width, shrink);
        Tensor tokens = randn([1, Tokens, Width]);
        float[] x = GoldenNetwork.Values(tokens), slots = GoldenNetwork.Values(memory.get_parameter("slots")!);

        float[] actual = GoldenNetwork.Values(memory.forward(tokens));

        int cut = 0;
        for (int t = 0; t < Tokens; t++)
        {
            double[] weights = [.. Enumerable.Range(0, Slots).Select(m => Math.Exp(Cosine(x.AsSpan(t * Width, Width), slots.AsSpan(m * Width, Width))))];
            double sum = weights.Sum();
            double[] kept = [.. weights.Select(w => w / sum > shrink / Slots ? w / sum : 0)];
            cut += kept.Count(w => w == 0);
            for (int d = 0; d < Width; d++)
            {
                double expected = Enumerable.Range(0, Slots).Sum(m => kept[m] * slots[(m * Width) + d]) / kept.Sum();
                Assert.Equal(expected, actual[(t * Width) + d], 1e-5);
            }
        }

        Assert.Equal(shrink > 0, cut > 0);
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            (dot, aa, bb) = (dot + ((double)a[i] * b[i]), aa + ((double)a[i] * a[i]), bb + ((double)b[i] * b[i]));
        }

        return dot / Math.Sqrt(aa * bb);
    }
}
