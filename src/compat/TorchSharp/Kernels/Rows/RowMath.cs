using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Sums and maxima of one contiguous row, in an order fixed by its length alone.</summary>
internal static unsafe class RowMath
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Hot)]
    internal static float Sum<V>(float* x, long n) where V : unmanaged, ISimd<V>
    {
        V s0 = V.Set(0f), s1 = s0, s2 = s0, s3 = s0;
        long i = 0;
        for (; i <= n - (4 * V.Count); i += 4 * V.Count)
        {
            s0 += V.Load(x + i);
            s1 += V.Load(x + i + V.Count);
            s2 += V.Load(x + i + (2 * V.Count));
            s3 += V.Load(x + i + (3 * V.Count));
        }
        for (; i <= n - V.Count; i += V.Count)
            s0 += V.Load(x + i);
        if (i < n)
            s1 += V.LoadPart(x + i, n - i, V.Set(0f));
        return V.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>Σ (x - center)².</summary>
    [MethodImpl(Hot)]
    internal static float SquaredDeviations<V>(float* x, float center, long n) where V : unmanaged, ISimd<V>
    {
        V c = V.Set(center), s0 = V.Set(0f), s1 = s0;
        long i = 0;
        for (; i <= n - (2 * V.Count); i += 2 * V.Count)
        {
            V d = V.Load(x + i) - c, e = V.Load(x + i + V.Count) - c;
            s0 = V.Fma(d, d, s0);
            s1 = V.Fma(e, e, s1);
        }
        for (; i <= n - V.Count; i += V.Count)
        {
            V d = V.Load(x + i) - c;
            s0 = V.Fma(d, d, s0);
        }
        if (i < n)
        {
            V d = V.LoadPart(x + i, n - i, V.Set(center)) - c;
            s1 = V.Fma(d, d, s1);
        }
        return V.Sum(s0 + s1);
    }

    /// <summary>Σ a · b.</summary>
    [MethodImpl(Hot)]
    internal static float Dot<V>(float* a, float* b, long n) where V : unmanaged, ISimd<V>
    {
        V s0 = V.Set(0f), s1 = s0, s2 = s0, s3 = s0;
        long i = 0;
        for (; i <= n - (4 * V.Count); i += 4 * V.Count)
        {
            s0 = V.Fma(V.Load(a + i), V.Load(b + i), s0);
            s1 = V.Fma(V.Load(a + i + V.Count), V.Load(b + i + V.Count), s1);
            s2 = V.Fma(V.Load(a + i + (2 * V.Count)), V.Load(b + i + (2 * V.Count)), s2);
            s3 = V.Fma(V.Load(a + i + (3 * V.Count)), V.Load(b + i + (3 * V.Count)), s3);
        }
        for (; i <= n - V.Count; i += V.Count)
            s0 = V.Fma(V.Load(a + i), V.Load(b + i), s0);
        if (i < n)
            s1 = V.Fma(V.LoadPart(a + i, n - i, V.Set(0f)), V.LoadPart(b + i, n - i, V.Set(0f)), s1);
        return V.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>The largest element, NaN if there is one; -infinity for an empty row.</summary>
    [MethodImpl(Hot)]
    internal static float Max<V>(float* x, long n) where V : unmanaged, ISimd<V>
    {
        V m0 = V.Set(float.NegativeInfinity), m1 = m0, odd = V.Set(0f);
        long i = 0;
        for (; i <= n - (2 * V.Count); i += 2 * V.Count)
        {
            V a = V.Load(x + i), b = V.Load(x + i + V.Count);
            m0 = V.Max(m0, a);
            m1 = V.Max(m1, b);
            odd |= (a - a) | (b - b); // NaN for infinities too; looked at again below
        }
        for (; i <= n - V.Count; i += V.Count)
        {
            V a = V.Load(x + i);
            m0 = V.Max(m0, a);
            odd |= a - a;
        }
        if (i < n)
        {
            V a = V.LoadPart(x + i, n - i, V.Set(x[i]));
            m1 = V.Max(m1, a);
            odd |= a - a;
        }
        if (float.IsNaN(V.Sum(odd)))
        {
            for (i = 0; i < n; i++)
            {
                if (float.IsNaN(x[i]))
                    return float.NaN;
            }
        }
        return V.Largest(V.Max(m0, m1));
    }

    /// <summary>Writes e^(x - shift) to y and returns the sum.</summary>
    [MethodImpl(Hot)]
    internal static float ExpSum<V>(float* x, float shift, float* y, long n) where V : unmanaged, ISimd<V>
    {
        V c = V.Set(shift), s0 = V.Set(0f), s1 = s0;
        long i = 0;
        for (; i <= n - (2 * V.Count); i += 2 * V.Count)
        {
            V a = VectorMath.Exp(V.Load(x + i) - c), b = VectorMath.Exp(V.Load(x + i + V.Count) - c);
            V.Store(a, y + i);
            V.Store(b, y + i + V.Count);
            s0 += a;
            s1 += b;
        }
        for (; i <= n - V.Count; i += V.Count)
        {
            V a = VectorMath.Exp(V.Load(x + i) - c);
            V.Store(a, y + i);
            s0 += a;
        }
        if (i < n)
        {
            V a = VectorMath.Exp(V.LoadPart(x + i, n - i, V.Set(float.NegativeInfinity)) - c);
            V.StorePart(a, y + i, n - i);
            s1 += a;
        }
        return V.Sum(s0 + s1);
    }
}
