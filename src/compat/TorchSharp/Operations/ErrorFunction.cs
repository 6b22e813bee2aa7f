namespace TorchSharp;

/// <summary>erf and erfc in double precision: the Maclaurin series near zero, a continued fraction far from it.</summary>
internal static class ErrorFunction
{
    internal static double Erf(double x) => Math.Abs(x) < 2.5 ? Series(x) : Math.Sign(x) * (1 - Tail(Math.Abs(x)));

    internal static double Erfc(double x) => x > 2.5 ? Tail(x) : x < -2.5 ? 2 - Tail(-x) : double.IsNaN(x) ? x : 1 - Series(x);

    // e^(-x²) · 2/√π · Σ 2ⁿ x^(2n+1) / (2n+1)!! : all terms of one sign, so nothing cancels
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 200 && Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double Tail(double x)
    {
        double fraction = x;
        for (int n = 60; n >= 1; n--) fraction = x + (n / 2.0 / fraction);
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }
}
