using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class PointwiseTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Op, Func<double, double> Reference, double Low, double High)> Functions = new(StringComparer.Ordinal)
    {
        ["abs"] = (x => x.abs(), Math.Abs, 0.2, 2),
        ["neg"] = (x => -x, x => -x, -2, 2),
        ["exp"] = (x => x.exp(), Math.Exp, -3, 3),
        ["log"] = (x => x.log(), Math.Log, 0.5, 5),
        ["sqrt"] = (x => x.sqrt(), Math.Sqrt, 0.5, 5),
        ["rsqrt"] = (x => x.rsqrt(), x => 1 / Math.Sqrt(x), 0.5, 5),
        ["square"] = (x => x.square(), x => x * x, -2, 2),
        ["reciprocal"] = (x => x.reciprocal(), x => 1 / x, 0.5, 3),
        ["pow 3"] = (x => x.pow(3), x => x * x * x, -2, 2),
        ["pow 1.5"] = (x => x.pow(1.5), x => Math.Pow(x, 1.5), 0.5, 3),
        ["sin"] = (x => x.sin(), Math.Sin, -3, 3),
        ["cos"] = (x => x.cos(), Math.Cos, -3, 3),
        ["log1p"] = (x => x.log1p(), x => Math.Log(1 + x), -0.5, 3),
        ["expm1"] = (x => x.expm1(), x => Math.Exp(x) - 1, -2, 2),
        ["log2"] = (x => x.log2(), Math.Log2, 0.5, 5),
        ["log10"] = (x => x.log10(), Math.Log10, 0.5, 5),
        ["elu of negative"] = (x => nn.functional.elu(x, 1.5), x => 1.5 * (Math.Exp(x) - 1), -3, -0.2),
        ["softplus"] = (x => nn.functional.softplus(x), x => Math.Log(1 + Math.Exp(x)), -4, 4),
        ["floor"] = (x => x.floor(), _ => 1, 1.15, 1.85),
        ["ceil"] = (x => x.ceil(), _ => 2, 1.15, 1.85),
        ["sign"] = (x => x.sign(), _ => -1, -3, -0.2),
        ["tanh"] = (x => x.tanh(), Math.Tanh, -3, 3),
        ["sigmoid"] = (x => x.sigmoid(), Sigmoid, -5, 5),
        ["silu"] = (x => x.silu(), x => x * Sigmoid(x), -5, 5),
        ["gelu"] = (x => nn.functional.gelu(x), x => x / 2 * (1 + Erf(x / Math.Sqrt(2))), -4, 4),
        ["erf"] = (x => x.erf(), Erf, -2, 2),
        ["relu of positive"] = (x => x.relu(), x => x, 0.2, 2),
        ["relu of negative"] = (x => x.relu(), _ => 0, -2, -0.2),
        ["leaky_relu of negative"] = (x => nn.functional.leaky_relu(x, 0.1), x => 0.1 * x, -2, -0.2),
        ["clamp inside"] = (x => x.clamp(-1, 1), x => x, -0.8, 0.8),
        ["clamp outside"] = (x => x.clamp(-1, 1), _ => 1, 1.2, 3),
        ["clamp_min"] = (x => x.clamp_min(0.5), x => Math.Max(x, 0.5), 0.7, 2),
        ["clamp_min below"] = (x => clamp_min(x, 0.5), _ => 0.5, -2, 0.3),
        ["clamp_max"] = (x => x.clamp_max(0.5), x => Math.Min(x, 0.5), -2, 0.3),
        ["clamp_max above"] = (x => clamp_max(x, 0.5), _ => 0.5, 0.7, 2),
        ["round"] = (x => x.round(), _ => 2, 1.6, 2.4),
        ["remainder"] = (x => x.remainder(2), x => x - 2, 2.2, 3.8),
        ["scalar arithmetic"] = (x => ((x * 3) + 1) / 2, x => ((x * 3) + 1) / 2, -2, 2),
        ["scalar from the left"] = (x => 1 - x, x => 1 - x, -2, 2),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfContiguousAndTransposed_GivesTheMathematicalValue(string name)
    {
        var (op, reference, low, high) = Functions[name];
        float[] values = Numbers.Draw(3, 5 * 37, low, high);
        Tensor x = Numbers.Of(values, 5, 37);

        Numbers.Near(values.Select(v => reference(v)).ToArray(), Numbers.Values(op(x)), 2e-6);
        Numbers.Near(Numbers.Values(op(x).t()), Numbers.Values(op(x.t())), 1e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_Gradient_IsTheDerivative(string name)
    {
        var (op, _, low, high) = Functions[name];
        Derivatives.Check(op, Numbers.Of(Numbers.Draw(5, 12, low + 0.1, high - 0.1), 3, 4));
    }

    public static TheoryData<string> InPlaceNames => [.. InPlace.Keys];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> InPlace, Func<Tensor, Tensor> Op)> InPlace = new(StringComparer.Ordinal)
    {
        ["add_"] = (x => x.add_(2), x => x + 2),
        ["sub_"] = (x => x.sub_(2), x => x - 2),
        ["mul_"] = (x => x.mul_(2), x => x * 2),
        ["div_"] = (x => x.div_(2), x => x / 2),
        ["neg_"] = (x => x.neg_(), x => -x),
        ["exp_"] = (x => x.exp_(), x => x.exp()),
        ["sqrt_"] = (x => x.sqrt_(), x => x.sqrt()),
        ["tanh_"] = (x => x.tanh_(), x => x.tanh()),
        ["sigmoid_"] = (x => x.sigmoid_(), x => x.sigmoid()),
        ["relu_"] = (x => x.relu_(), x => x.relu()),
        ["clamp_"] = (x => x.clamp_(0.6, 1), x => x.clamp(0.6, 1)),
        ["pow_"] = (x => x.pow_(2), x => x.pow(2)),
        ["log_"] = (x => x.log_(), x => x.log()),
        ["log2_"] = (x => x.log2_(), x => x.log2()),
        ["log10_"] = (x => x.log10_(), x => x.log10()),
        ["log1p_"] = (x => x.log1p_(), x => x.log1p()),
        ["expm1_"] = (x => x.expm1_(), x => x.expm1()),
        ["rsqrt_"] = (x => x.rsqrt_(), x => x.rsqrt()),
        ["reciprocal_"] = (x => x.reciprocal_(), x => x.reciprocal()),
        ["sin_"] = (x => x.sin_(), x => x.sin()),
        ["cos_"] = (x => x.cos_(), x => x.cos()),
        ["erf_"] = (x => x.erf_(), x => x.erf()),
        ["silu_"] = (x => x.silu_(), x => x.silu()),
        ["leaky_relu_"] = (x => x.sub_(1).leaky_relu_(0.1), x => (x - 1).leaky_relu(0.1)),
        ["clamp_min_"] = (x => x.clamp_min_(0.8), x => x.clamp_min(0.8)),
        ["clamp_max_"] = (x => x.clamp_max_(0.8), x => x.clamp_max(0.8)),
        ["lerp_"] = (x => x.lerp_(full_like(x.detach(), 3), full_like(x.detach(), 0.25)), x => x + ((3 - x) * 0.25)),
        ["addcmul_"] = (x => x.addcmul_(full_like(x.detach(), 2), full_like(x.detach(), 3), 0.5), x => x + 3),
        ["addcdiv_"] = (x => x.addcdiv_(full_like(x.detach(), 3), full_like(x.detach(), 2), 2), x => x + 3),
        ["masked_fill_"] = (x => x.masked_fill_(x.detach().gt(0.8), 9), x => x.masked_fill(x.detach().gt(0.8), 9)),
        ["index_add_"] = (x => x.index_add_(0, Twice, TwoRows(x), 2), x => x.index_add(0, Twice, TwoRows(x), 2)),
        ["scatter_"] = (x => x.scatter_(0, FirstRow(x), full_like(x.detach(), 5)), x => x.scatter(0, FirstRow(x), full_like(x.detach(), 5))),
        ["scatter_add_"] = (x => x.scatter_add_(0, FirstRow(x), full_like(x.detach(), 5)), x => x.scatter_add(0, FirstRow(x), full_like(x.detach(), 5))),
        ["copy_"] = (x => x.copy_(full_like(x.detach(), 4)), x => (x * 0) + 4),
        ["zero_"] = (x => x.zero_(), x => x * 0),
        ["fill_"] = (x => x.fill_(3), x => (x * 0) + 3),
    };

    [Theory]
    [MemberData(nameof(InPlaceNames))]
    public void InPlaceFunction_OfAView_WritesThereAndNowhereElse(string name)
    {
        var (inPlace, op) = InPlace[name];
        Tensor x = Numbers.Of(Numbers.Draw(3, 24, 0.5, 2), 4, 6), untouched = x.clone();
        Tensor expected = op(x.narrow(1, 2, 3));

        inPlace(x.narrow(1, 2, 3));

        Numbers.Near(expected, x.narrow(1, 2, 3), 1e-6);
        Numbers.Near(untouched.narrow(1, 0, 2), x.narrow(1, 0, 2), 0);
        Numbers.Near(untouched.narrow(1, 5, 1), x.narrow(1, 5, 1), 0);
    }

    [Theory]
    [MemberData(nameof(InPlaceNames))]
    public void InPlaceFunction_InTheGraph_HasTheSameGradient(string name)
    {
        var (inPlace, op) = InPlace[name];
        float[] values = Numbers.Draw(3, 6, 0.65, 0.95);
        Tensor a = Numbers.Of(values, 6).requires_grad_(), b = Numbers.Of(values, 6).requires_grad_();
        Numbers.Near(autograd.grad([op(a * 1).square().sum()], [a])[0], autograd.grad([inPlace(b * 1).square().sum()], [b])[0], 1e-6);
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("sqrt")]
    [InlineData("rsqrt")]
    [InlineData("reciprocal")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("erf")]
    [InlineData("sin")]
    [InlineData("cos")]
    [InlineData("log1p")]
    [InlineData("expm1")]
    [InlineData("log2")]
    [InlineData("log10")]
    public void StaticForm_OfAFunction_EqualsTheMethod(string name)
    {
        Tensor x = Numbers.Of(Numbers.Draw(3, 20, 0.5, 2), 20);
        Tensor expected = (Tensor)typeof(Tensor).GetMethod(name, [])!.Invoke(x, [])!;
        Numbers.Near(expected, (Tensor)typeof(torch).GetMethod(name, [typeof(Tensor)])!.Invoke(null, [x])!, 0);
        typeof(torch).GetMethod(name + "_", [typeof(Tensor)])!.Invoke(null, [x]);
        Numbers.Near(expected, x, 0);
    }

    private static Tensor Twice => tensor(new long[] { 1, 1 });

    private static Tensor TwoRows(Tensor x) => ones_like(x.detach()).narrow(0, 0, 2);

    private static Tensor FirstRow(Tensor x) => zeros_like(x.detach(), ScalarType.Int64).narrow(0, 0, 1);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // the Taylor series: exact to double rounding on [-4, 4]
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
