using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class ArithmeticTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Op, Func<double, double, double> Reference)> Functions = new(StringComparer.Ordinal)
    {
        ["add"] = ((a, b) => a + b, (a, b) => a + b),
        ["sub"] = ((a, b) => a - b, (a, b) => a - b),
        ["mul"] = ((a, b) => a * b, (a, b) => a * b),
        ["div"] = ((a, b) => a / b, (a, b) => a / b),
        ["add with alpha"] = ((a, b) => a.add(b, 0.5), (a, b) => a + (0.5 * b)),
        ["maximum"] = (maximum, Math.Max),
        ["minimum"] = (minimum, Math.Min),
        ["remainder"] = ((a, b) => b.remainder(a), (a, b) => b - (Math.Floor(b / a) * a)),
        ["pow"] = ((a, b) => a.pow(b), Math.Pow),
        ["div, rounded"] = ((a, b) => b.div(a, RoundingMode.floor), (a, b) => Math.Floor(b / a)),
        ["lerp"] = ((a, b) => lerp(a, b, full_like(b.detach(), 0.25)), (a, b) => a + (0.25 * (b - a))),
        ["addcmul"] = ((a, b) => a.addcmul(a, b, 0.5), (a, b) => a + (0.5 * a * b)),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfTwoTensors_GivesTheMathematicalValue(string name)
    {
        var (op, reference) = Functions[name];
        float[] a = Numbers.Draw(1, 60, 1, 2), b = Numbers.Draw(2, 60, 3, 5);
        Numbers.Near(a.Zip(b, (x, y) => reference(x, y)).ToArray(), Numbers.Values(op(Numbers.Of(a, 60), Numbers.Of(b, 60))), 2e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_GradientThroughBroadcast_IsSummedToEachOperand(string name)
    {
        Func<Tensor, Tensor, Tensor> op = Functions[name].Op;
        Tensor low = Numbers.Of(Numbers.Draw(1, 6, 1, 2), 2, 1, 3), high = Numbers.Of(Numbers.Draw(2, 4, 3, 5), 4, 1);
        Derivatives.Check(op, low, high);
        Derivatives.Check(op, low.expand(2, 4, 3), high);
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 2, 4 })]
    [InlineData(new long[] { 5, 1, 3 }, new long[] { 5, 2, 7 })]
    public void Add_OfShapesThatDoNotMatch_NamesTheSizes(long[] a, long[] b)
    {
        Exception error = Assert.ThrowsAny<Exception>(() => zeros(a) + zeros(b));
        Assert.Contains(a[^1].ToString(Invariant), error.Message, StringComparison.Ordinal);
        Assert.Contains(b[^1].ToString(Invariant), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_OfShapesThatDoNotMatch_NamesBothShapes()
    {
        Linked.RequireOurs();
        Exception error = Assert.ThrowsAny<Exception>(() => zeros([5, 2, 3]) + zeros([5, 2, 4]));
        Assert.Contains("[5, 2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[5, 2, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Division_Rounded_GoesDownOrTowardsZero()
    {
        Tensor x = Numbers.Of([7, -7], 2);
        Numbers.Near([3.0, -4], Numbers.Values(x.floor_divide(2)));
        Numbers.Near([3.0, -4], Numbers.Values(x.div(2, RoundingMode.floor)));
        Numbers.Near([3.0, -3], Numbers.Values(x.div(full_like(x, 2), RoundingMode.trunc)));
        Numbers.Near([1.0, 1], Numbers.Values(x % 2));
    }

    [Fact]
    public void Predicates_TellNumbersFromTheRest()
    {
        Tensor x = Numbers.Of([1, float.NaN, float.PositiveInfinity, float.NegativeInfinity], 4);
        Assert.Equal([true, false, false, false], Numbers.Flags(x.isfinite()));
        Assert.Equal([false, true, false, false], Numbers.Flags(x.isnan()));
        Assert.Equal([false, false, true, true], Numbers.Flags(x.isinf()));
        Assert.Equal([true, false, true, true], Numbers.Flags(x.equal(x)));
        Assert.Equal([true, true, true, true], Numbers.Flags(x.isclose(x + 1e-7, nanEqual: true)));
        Assert.Equal([false, true], Numbers.Flags(isclose(Numbers.Of([1, 2], 2), Numbers.Of([1.1f, 2], 2))));
    }

    [Fact]
    public void Comparison_OfTwoTensors_GivesFlags()
    {
        Tensor a = Numbers.Of([1, 2, 3], 3), b = Numbers.Of([2, 2, 2], 3);
        Assert.Equal([true, false, false], Numbers.Flags(a.lt(b)));
        Assert.Equal([true, true, false], Numbers.Flags(a.le(b)));
        Assert.Equal([false, false, true], Numbers.Flags(a.gt(b)));
        Assert.Equal([false, true, true], Numbers.Flags(a.ge(b)));
        Assert.Equal([false, true, false], Numbers.Flags(a.eq(b)));
        Assert.Equal([true, false, true], Numbers.Flags(a.ne(b)));
    }

    [Fact]
    public void Arithmetic_OfIntegersAndFloats_PromotesToFloat()
    {
        Tensor integers = tensor(new long[] { 1, 2, 3 });
        Assert.Equal(ScalarType.Int64, (integers * 2).dtype);
        Assert.Equal(ScalarType.Float32, (integers * Numbers.Of([0.5f, 0.5f, 0.5f], 3)).dtype);
        Numbers.Near([0.5, 1, 1.5], Numbers.Values(integers / 2));
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}
