using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class ReductionTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Op, Func<double[], double> Reference)> Functions = new(StringComparer.Ordinal)
    {
        ["sum"] = (x => x.sum(1), x => x.Sum()),
        ["mean"] = (x => x.mean([1]), x => x.Average()),
        ["variance, unbiased"] = (x => x.var(1), x => Variance(x, 1)),
        ["variance, biased"] = (x => x.var(1, unbiased: false), x => Variance(x, 0)),
        ["deviation"] = (x => x.std(1), x => Math.Sqrt(Variance(x, 1))),
        ["max"] = (x => x.max(1).values, x => x.Max()),
        ["min"] = (x => x.min(1).values, x => x.Min()),
        ["norm"] = (x => x.norm(1), x => Math.Sqrt(x.Sum(v => v * v))),
        ["largest"] = (x => x.amax([1]), x => x.Max()),
        ["smallest"] = (x => x.amin([1]), x => x.Min()),
        ["deviation, biased"] = (x => std(x, [1], unbiased: false), x => Math.Sqrt(Variance(x, 0))),
        ["sum of magnitudes"] = (x => x.norm(1, p: 1), x => x.Sum(Math.Abs)),
        ["logsumexp"] = (x => x.logsumexp(1), x => Math.Log(x.Sum(Math.Exp))),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reduction_AlongTheMiddleAxis_GivesTheMathematicalValue(string name)
    {
        var (op, reference) = Functions[name];
        float[] values = Numbers.Draw(11, 3 * 35 * 6);
        double[] expected = Enumerable.Range(0, 18).Select(i => reference(Column(values, i / 6, i % 6))).ToArray();

        Tensor result = op(Numbers.Of(values, 3, 35, 6));

        Assert.Equal([3, 6], result.shape);
        Numbers.Near(expected, Numbers.Values(result), 2e-6);

        double[] Column(float[] x, int outer, int inner) => Enumerable.Range(0, 35).Select(r => (double)x[(((outer * 35) + r) * 6) + inner]).ToArray();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reduction_Gradient_IsTheDerivative(string name) =>
        Derivatives.Check(Functions[name].Op, Spread(2, 5, 3));

    [Fact]
    public void Sum_OverSeveralAxesAndAll_AddsEverything()
    {
        float[] values = Numbers.Draw(4, 24);
        Tensor x = Numbers.Of(values, 2, 3, 4);
        Numbers.Near([values.Sum(v => (double)v)], Numbers.Values(x.sum()), 1e-6);
        Numbers.Near(Numbers.Values(x.sum([0, 2])), Numbers.Values(x.sum([2]).sum([0])), 1e-6);
        Assert.Equal([1, 3, 1], x.sum([0, 2], keepdim: true).shape);
        Derivatives.Check(t => t.sum([0, 2]), x);
        Derivatives.Check(t => t.mean(), x);
        Derivatives.Check(t => t.var(), x);
        Derivatives.Check(t => t.norm(), x);
        Derivatives.Check(t => t.max(), x);
    }

    [Fact]
    public void Extremes_GiveValuesAndPositions()
    {
        Tensor x = Numbers.Of([3, 9, 1, 8, 2, 7], 2, 3);
        var (values, positions) = x.max(1);
        Numbers.Near([9, 8.0], Numbers.Values(values));
        Assert.Equal([1L, 0], Numbers.Integers(positions));
        Assert.Equal([1L], Numbers.Integers(x.argmax().reshape(1)));
        Assert.Equal([0L, 1, 0], Numbers.Integers(x.min(0).indexes));
        Assert.Equal([2L, 1], Numbers.Integers(argmin(x, 1)));
        Assert.Equal([2L], Numbers.Integers(x.argmin().reshape(1)));
        Numbers.Near([9.0], Numbers.Values(x.max().reshape(1)));
    }

    [Fact]
    public void Softmax_OfLargeNumbers_IsStableAndDifferentiable()
    {
        Numbers.Near([0.5, 0.5, 0], Numbers.Values(Numbers.Of([1000, 1000, -1000], 3).softmax(0)));
        Numbers.Near([-Math.Log(2), -Math.Log(2), -2000 - Math.Log(2)], Numbers.Values(Numbers.Of([1000, 1000, -1000], 3).log_softmax(0)));
        foreach (int dim in (int[])[0, 1, -1])
        {
            Tensor x = Spread(3, 4, 5);
            Numbers.Near(Numbers.Values(x.exp() / x.exp().sum(dim, keepdim: true)), Numbers.Values(x.softmax(dim)), 1e-6);
            Numbers.Near(Numbers.Values(x.softmax(dim).log()), Numbers.Values(x.log_softmax(dim)), 1e-6);
            Derivatives.Check(t => t.softmax(dim), x);
            Derivatives.Check(t => t.log_softmax(dim), x);
        }
    }

    [Fact]
    public void Cumsum_AlongAnAxis_AddsUpSoFar()
    {
        Numbers.Near([1.0, 3, 6, 4, 9, 15], Numbers.Values(Numbers.Of([1, 2, 3, 4, 5, 6], 2, 3).cumsum(1)));
        Derivatives.Check(t => t.cumsum(0), Spread(3, 2));
    }

    // distinct values far enough apart that a maximum stays one while it is nudged
    private static Tensor Spread(params long[] shape)
    {
        int count = (int)Numbers.Count(shape);
        float[] values = Enumerable.Range(0, count).Select(i => (((i * 7) % count) - (count / 2f)) * 0.25f).ToArray();
        return Numbers.Of(values, shape);
    }

    private static double Variance(double[] x, int lost) => x.Sum(v => (v - x.Average()) * (v - x.Average())) / (x.Length - lost);
}
