namespace TorchSharp;

/// <summary>The standard normal distribution function and its inverse, to double accuracy where initialisation needs it.</summary>
internal static class NormalDistribution
{
    /// <summary>P(X ≤ x), by the Taylor series of the error function near 0 and its continued fraction further out.</summary>
    internal static double Below(double x)
    {
        double t = Math.Abs(x) / Math.Sqrt(2);
        double half = (t < 2.5 ? Series(t) : 1 - Tail(t)) / 2;
        return x < 0 ? 0.5 - half : 0.5 + half;
    }

    /// <summary>The x with P(X ≤ x) = p, by bisection refined with Newton's method.</summary>
    internal static double Quantile(double p)
    {
        if (p <= 0) return double.NegativeInfinity;
        if (p >= 1) return double.PositiveInfinity;
        double low = -40, high = 40;
        for (int i = 0; i < 12; i++)
        {
            double middle = (low + high) / 2;
            if (Below(middle) < p) low = middle;
            else high = middle;
        }
        double x = (low + high) / 2;
        for (int i = 0; i < 4; i++)
        {
            double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
            if (density == 0) break;
            x = Math.Clamp(x - ((Below(x) - p) / density), low, high);
        }
        return x;
    }

    private static double Series(double t)
    {
        double term = t, sum = t;
        for (int n = 1; n < 120 && Math.Abs(term) > 1e-18; n++)
        {
            term *= -t * t / n;
            sum += term / ((2 * n) + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static double Tail(double t)
    {
        double fraction = 0;
        for (int n = 60; n > 0; n--) fraction = n / 2.0 / (t + fraction);
        return Math.Exp(-t * t) / Math.Sqrt(Math.PI) / (t + fraction);
    }
}
