using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Elementary functions on vectors, accurate to a few units in the last place.</summary>
internal static class VectorMath
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f; // exact in few bits: n · Ln2High has no rounding
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>eˣ; 0 below about -104, infinity above 88.7.</summary>
    [MethodImpl(Inline)]
    internal static V Exp<V>(V x) where V : unmanaged, ISimd<V>
    {
        V n = Reduce(ref x);
        return V.Scale2(V.Fma(ExpTail(x), x, V.Set(1f)), n);
    }

    /// <summary>eˣ - 1 without cancellation near 0; for x in [-80, 80].</summary>
    [MethodImpl(Inline)]
    internal static V ExpMinusOne<V>(V x) where V : unmanaged, ISimd<V>
    {
        V n = Reduce(ref x);
        V one = V.Set(1f);
        V scale = V.Scale2(one, n);
        return V.Fma(scale, ExpTail(x) * x, scale - one);
    }

    /// <summary>Natural logarithm; -infinity at 0, NaN below.</summary>
    [MethodImpl(Inline)]
    internal static V Log<V>(V x) where V : unmanaged, ISimd<V>
    {
        V one = V.Set(1f);
        V tiny = V.Less(x, V.Set(1.17549435e-38f));
        V m = V.Split(V.Select(tiny, x * V.Set(8388608f), x), out V e);
        e = V.Select(tiny, e - V.Set(23f), e);
        // log m = 2 atanh s with |s| below 0.172
        V s = (m - one) / (m + one);
        V u = s * s;
        V p = V.Fma(u, V.Set(2f / 9f), V.Set(2f / 7f));
        p = V.Fma(p, u, V.Set(2f / 5f));
        p = V.Fma(p, u, V.Set(2f / 3f));
        V low = V.Fma(p, u * s, e * V.Set(Ln2Low));
        V y = V.Fma(e, V.Set(Ln2High), low + (s + s));
        V infinity = V.Set(float.PositiveInfinity);
        y = V.Select(V.Less(x, infinity), y, x);
        y = V.Select(V.Less(x, V.Set(0f)), V.Set(float.NaN), y);
        return V.Select(V.Same(x, V.Set(0f)), V.Set(0f) - infinity, y);
    }

    [MethodImpl(Inline)]
    internal static V Tanh<V>(V x) where V : unmanaged, ISimd<V>
    {
        V limit = V.Set(10f);
        V y = V.Min(limit, V.Max(V.Set(-10f), x));
        V t = ExpMinusOne(y + y);
        return t / (t + V.Set(2f));
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(Inline)]
    internal static V Sigmoid<V>(V x) where V : unmanaged, ISimd<V>
    {
        V one = V.Set(1f);
        return one / (one + Exp(V.Set(0f) - x));
    }

    [MethodImpl(Inline)]
    internal static V Abs<V>(V x) where V : unmanaged, ISimd<V> => x & V.Set(BitConverter.Int32BitsToSingle(0x7fffffff));

    /// <summary>The error function.</summary>
    [MethodImpl(Inline)]
    internal static V Erf<V>(V x) where V : unmanaged, ISimd<V>
    {
        V t = Abs(x), one = V.Set(1f);
        V sign = x & V.Set(-0f);
        return V.Select(V.Less(t, one), x * ErfRatio(t * t), (one - ErfcTail(t)) | sign);
    }

    /// <summary>The standard normal distribution function Φ(x), accurate in the left tail too, and e^(-x²/2).</summary>
    [MethodImpl(Inline)]
    internal static V NormalCdf<V>(V x, out V bell) where V : unmanaged, ISimd<V>
    {
        bell = Exp(x * x * V.Set(-0.5f));
        // Φ(-t) = e^(-t²/2) · u · P(u) for u = 1 / (1 + 0.4 t): Chebyshev fit for t in [0, 8]
        V one = V.Set(1f);
        V u = one / V.Fma(Abs(x), V.Set(0.4f), one);
        V u2 = u * u;
        V low = V.Fma(V.Fma(u, V.Set(-5.0107610e-03f), V.Set(1.5467438e-01f)), u2, V.Fma(u, V.Set(1.5690411e-01f), V.Set(1.5972422e-01f)));
        V high = V.Fma(V.Fma(u, V.Set(-3.9305751e-02f), V.Set(1.9845081e-01f)), u2, V.Fma(u, V.Set(-3.6768757e-01f), V.Set(2.4225053e-01f)));
        V tail = bell * u * V.Fma(high, u2 * u2, low);
        return V.Select(V.Less(x, V.Set(0f)), tail, one - tail);
    }

    // erf(t) / t for t² = u in [0, 1]: Chebyshev fit
    [MethodImpl(Inline)]
    private static V ErfRatio<V>(V u) where V : unmanaged, ISimd<V>
    {
        V p = V.Fma(u, V.Set(7.875875e-05f), V.Set(-8.0168643e-04f));
        p = V.Fma(p, u, V.Set(5.1890874e-03f));
        p = V.Fma(p, u, V.Set(-2.6854212e-02f));
        p = V.Fma(p, u, V.Set(1.1283595e-01f));
        p = V.Fma(p, u, V.Set(-3.7612627e-01f));
        return V.Fma(p, u, V.Set(1.1283792f));
    }

    // erfc(t) = exp(-t² - g) for t in [1, 6], g a Chebyshev fit in (t - 3.5) / 2.5
    [MethodImpl(Inline)]
    private static V ErfcTail<V>(V t) where V : unmanaged, ISimd<V>
    {
        t = V.Min(V.Set(6f), V.Max(V.Set(1f), t));
        V w = V.Fma(t, V.Set(0.4f), V.Set(-1.4f));
        // pairs, then pairs of pairs: a shorter chain than Horner's
        V w2 = w * w, w4 = w2 * w2;
        V a = V.Fma(V.Fma(w, V.Set(8.1651177e-02f), V.Set(-2.0778679e-01f)), w2, V.Fma(w, V.Set(6.6524897e-01f), V.Set(1.8624373f)));
        V b = V.Fma(V.Fma(w, V.Set(2.3721487e-03f), V.Set(-5.7954356e-03f)), w2, V.Fma(w, V.Set(1.4383306e-02f), V.Set(-3.4182523e-02f)));
        V c = V.Fma(w, V.Set(3.2226807e-04f), V.Set(-1.0890909e-03f));
        V g = V.Fma(V.Fma(c, w4, b), w4, a);
        return Exp(V.Set(0f) - V.Fma(t, t, g));
    }

    // x = n ln 2 + r, |r| below 0.35
    [MethodImpl(Inline)]
    private static V Reduce<V>(ref V x) where V : unmanaged, ISimd<V>
    {
        x = V.Min(V.Set(90f), V.Max(V.Set(-110f), x));
        V n = V.Round(x * V.Set(Log2E));
        x = V.Fma(n, V.Set(-Ln2High), x);
        x = V.Fma(n, V.Set(-Ln2Low), x);
        return n;
    }

    // (eʳ - 1) / r: Taylor series, the next term is below 1e-8
    [MethodImpl(Inline)]
    private static V ExpTail<V>(V r) where V : unmanaged, ISimd<V>
    {
        V square = r * r;
        V low = V.Fma(V.Fma(r, V.Set(1f / 24f), V.Set(1f / 6f)), square, V.Fma(r, V.Set(0.5f), V.Set(1f)));
        V high = V.Fma(square, V.Set(1f / 5040f), V.Fma(r, V.Set(1f / 720f), V.Set(1f / 120f)));
        return V.Fma(high, square * square, low);
    }
}
