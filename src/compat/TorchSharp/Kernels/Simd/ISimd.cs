namespace TorchSharp.Kernels;

/// <summary>
/// A vector of floats of one hardware width. Kernels are written once over <typeparamref name="V"/> and the JIT makes
/// one copy a width; <see cref="Simd"/> chooses among them at run time.
/// </summary>
internal unsafe interface ISimd<V> where V : unmanaged, ISimd<V>
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract V Load(float* source);

    static abstract void Store(V value, float* target);

    /// <summary>The first <paramref name="count"/> floats, the rest <paramref name="fill"/>; reads nothing beyond them.</summary>
    static abstract V LoadPart(float* source, long count, V fill);

    /// <summary>Stores the first <paramref name="count"/> floats only.</summary>
    static abstract void StorePart(V value, float* target, long count);

    /// <summary>Asks for a cache line that will be read soon; any address.</summary>
    static abstract void Prefetch(float* source);

    static abstract V Set(float value);

    static abstract V operator +(V a, V b);

    static abstract V operator -(V a, V b);

    static abstract V operator *(V a, V b);

    static abstract V operator /(V a, V b);

    static abstract V operator &(V a, V b);

    static abstract V operator |(V a, V b);

    /// <summary>a * b + c with one rounding where the hardware has it.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>The larger; <paramref name="b"/> where either is NaN on x86.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller; <paramref name="b"/> where either is NaN on x86.</summary>
    static abstract V Min(V a, V b);

    static abstract V Sqrt(V a);

    /// <summary>Nearest integer, ties to even.</summary>
    static abstract V Round(V a);

    static abstract V Floor(V a);

    /// <summary>All bits set where a &lt; b.</summary>
    static abstract V Less(V a, V b);

    /// <summary>All bits set where a = b.</summary>
    static abstract V Same(V a, V b);

    /// <summary>a where the mask is set, else b.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>a · 2ⁿ for an integral n in [-252, 254], with overflow to infinity and gradual underflow.</summary>
    static abstract V Scale2(V a, V n);

    /// <summary>Splits a positive normal number into m · 2ᵉ with m in [√½, √2).</summary>
    static abstract V Split(V a, out V exponent);

    static abstract float Sum(V a);

    static abstract float Largest(V a);
}
