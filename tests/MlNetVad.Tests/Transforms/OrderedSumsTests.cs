using MlNetVad.Transforms;

namespace MlNetVad.Tests.Transforms;

public sealed class OrderedSumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(97)]
    [InlineData(6144)]
    public void SumDotNorm_AtAnyAddress_GiveTheSameBitsAndTheRightSum(int count)
    {
        var random = new Random(count);
        float[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)], y = [.. x.Reverse()];
        float sum = OrderedSums.Sum(x), dot = OrderedSums.Dot(x, y), norm = OrderedSums.Norm(x);

        Assert.Equal(x.Sum(v => (double)v), sum, 1e-4);
        Assert.Equal(x.Zip(y).Sum(p => (double)p.First * p.Second), dot, 1e-4);
        Assert.Equal(Math.Sqrt(x.Sum(v => (double)v * v)), norm, 1e-4);
        for (int shift = 1; shift < 16; shift++)
        {
            float[] moved = new float[count + shift], other = new float[count + shift];
            x.CopyTo(moved, shift);
            y.CopyTo(other, shift);
            Assert.Equal(sum, OrderedSums.Sum(moved.AsSpan(shift)));
            Assert.Equal(dot, OrderedSums.Dot(moved.AsSpan(shift), other.AsSpan(shift)));
            Assert.Equal(norm, OrderedSums.Norm(moved.AsSpan(shift)));
        }
    }
}
