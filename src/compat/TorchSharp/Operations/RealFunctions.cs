using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>The functions of one real number that tensors have.</summary>
internal static unsafe class RealFunctions
{
    private const double HalfRoot = 0.70710678118654752;

    internal static readonly RealFunction Exp = Make<ExpOp, ExpGrad>("exp", Math.Exp, static y => y, savesOutput: true);
    internal static readonly RealFunction Log = Make<LogOp, LogGrad>("log", Math.Log, static x => 1 / x);
    internal static readonly RealFunction Sqrt = Make<SqrtOp, SqrtGrad>("sqrt", Math.Sqrt, static y => 0.5 / y, savesOutput: true);
    internal static readonly RealFunction Rsqrt = Make<RsqrtOp, RsqrtGrad>("rsqrt", static x => 1 / Math.Sqrt(x), static y => -0.5 * y * y * y, savesOutput: true);
    internal static readonly RealFunction Reciprocal = Make<ReciprocalOp, ReciprocalGrad>("reciprocal", static x => 1 / x, static y => -y * y, savesOutput: true);
    internal static readonly RealFunction Tanh = Make<TanhOp, TanhGrad>("tanh", Math.Tanh, static y => 1 - (y * y), savesOutput: true);
    internal static readonly RealFunction Sigmoid = Make<SigmoidOp, SigmoidGrad>("sigmoid", Logistic, static y => y * (1 - y), savesOutput: true);
    internal static readonly RealFunction Erf = Make<ErfOp, ErfGrad>("erf", ErrorFunction.Erf, static x => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x));
    internal static readonly RealFunction Gelu = Make<GeluOp, GeluGrad>("gelu", static x => x * NormalCdf(x), static x => NormalCdf(x) + (x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI)));
    internal static readonly RealFunction Silu = Make<SiluOp, SiluGrad>("silu", static x => x * Logistic(x), static x => Logistic(x) * (1 + (x * (1 - Logistic(x)))));
    internal static readonly RealFunction Relu = Make<ReluOp, ReluGrad>("relu", static x => x < 0 ? 0 : x, static y => y > 0 ? 1 : 0, savesOutput: true);
    internal static readonly RealFunction Square = Make<SquareOp, SquareGrad>("pow", static x => x * x, static x => 2 * x);
    internal static readonly RealFunction Sin = new("sin", Math.Sin, Math.Cos, SavesOutput: false);
    internal static readonly RealFunction Cos = new("cos", Math.Cos, static x => -Math.Sin(x), SavesOutput: false);
    internal static readonly RealFunction Log1p = new("log1p", static x => Math.Abs(x) < 1e-5 ? x - (x * x / 2) : Math.Log(1 + x), static x => 1 / (1 + x), SavesOutput: false);
    internal static readonly RealFunction Expm1 = new("expm1", static x => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1, static y => y + 1, SavesOutput: true);
    internal static readonly RealFunction Log2 = new("log2", Math.Log2, static x => 1 / (x * Math.Log(2)), SavesOutput: false);
    internal static readonly RealFunction Log10 = new("log10", Math.Log10, static x => 1 / (x * Math.Log(10)), SavesOutput: false);

    internal static RealFunction LeakyRelu(double slope)
    {
        var forward = new LeakyReluOp((float)slope);
        var backward = new LeakyReluGrad((float)slope);
        return new RealFunction("leaky_relu", x => x > 0 ? x : x * slope, x => x > 0 ? 1 : slope, SavesOutput: false,
            (x, y, n) => Kernels.Elementwise.UnaryRange(forward, x, y, n),
            (s, g, r, n) => Kernels.Elementwise.BinaryRange(backward, s, g, r, n));
    }

    internal static RealFunction Softplus(double beta, double threshold) => new(
        "softplus", x => x * beta > threshold ? x : Math.Log(1 + Math.Exp(x * beta)) / beta, x => x * beta > threshold ? 1 : Logistic(x * beta), SavesOutput: false);

    internal static RealFunction Elu(double alpha) => new(
        "elu", x => x > 0 ? x : alpha * (Math.Exp(x) - 1), x => x > 0 ? 1 : alpha * Math.Exp(x), SavesOutput: false);

    internal static RealFunction Power(double exponent)
    {
        return exponent == 2 ? Square : Other(exponent);

        static RealFunction Other(double exponent) =>
            new("pow", x => Math.Pow(x, exponent), x => exponent == 0 ? 0 : exponent * Math.Pow(x, exponent - 1), SavesOutput: false);
    }

    internal static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    internal static double NormalCdf(double x) => 0.5 * ErrorFunction.Erfc(-x * HalfRoot);

    private static RealFunction Make<TOp, TGrad>(string name, Func<double, double> forward, Func<double, double> slope, bool savesOutput = false)
        where TOp : struct, IUnaryOp where TGrad : struct, IBinaryOp => new(
            name, forward, slope, savesOutput,
            static (x, y, n) => Kernels.Elementwise.UnaryRange(default(TOp), x, y, n),
            static (s, g, r, n) => Kernels.Elementwise.BinaryRange(default(TGrad), s, g, r, n));
}
