using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>8 floats: AVX2 and FMA.</summary>
internal readonly unsafe struct V256(Vector256<float> value) : ISimd<V256>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const int HalfRoot = 0x3f3504f3; // the bits of √½

    private readonly Vector256<float> _v = value;

    public static int Count => 8;

    [MethodImpl(Inline)]
    public static V256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(Inline)]
    public static void Store(V256 value, float* target) => value._v.Store(target);

    [MethodImpl(Inline)]
    public static V256 LoadPart(float* source, long count, V256 fill)
    {
        Vector256<float> mask = First(count);
        return new(Vector256.ConditionalSelect(mask, Avx.MaskLoad(source, mask), fill._v));
    }

    [MethodImpl(Inline)]
    public static void StorePart(V256 value, float* target, long count) => Avx.MaskStore(target, First(count), value._v);

    [MethodImpl(Inline)]
    public static void Prefetch(float* source)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(source);
    }

    [MethodImpl(Inline)]
    public static V256 Set(float value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static V256 operator +(V256 a, V256 b) => new(a._v + b._v);

    [MethodImpl(Inline)]
    public static V256 operator -(V256 a, V256 b) => new(a._v - b._v);

    [MethodImpl(Inline)]
    public static V256 operator *(V256 a, V256 b) => new(a._v * b._v);

    [MethodImpl(Inline)]
    public static V256 operator /(V256 a, V256 b) => new(a._v / b._v);

    [MethodImpl(Inline)]
    public static V256 operator &(V256 a, V256 b) => new(a._v & b._v);

    [MethodImpl(Inline)]
    public static V256 operator |(V256 a, V256 b) => new(a._v | b._v);

    [MethodImpl(Inline)]
    public static V256 Fma(V256 a, V256 b, V256 c) => new(Vector256.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(Inline)]
    public static V256 Max(V256 a, V256 b) => new(Vector256.MaxNative(a._v, b._v));

    [MethodImpl(Inline)]
    public static V256 Min(V256 a, V256 b) => new(Vector256.MinNative(a._v, b._v));

    [MethodImpl(Inline)]
    public static V256 Sqrt(V256 a) => new(Vector256.Sqrt(a._v));

    [MethodImpl(Inline)]
    public static V256 Round(V256 a) => new(Vector256.Round(a._v));

    [MethodImpl(Inline)]
    public static V256 Floor(V256 a) => new(Vector256.Floor(a._v));

    [MethodImpl(Inline)]
    public static V256 Less(V256 a, V256 b) => new(Vector256.LessThan(a._v, b._v));

    [MethodImpl(Inline)]
    public static V256 Same(V256 a, V256 b) => new(Vector256.Equals(a._v, b._v));

    [MethodImpl(Inline)]
    public static V256 Select(V256 mask, V256 a, V256 b) => new(Vector256.ConditionalSelect(mask._v, a._v, b._v));

    // two factors, since 2^n itself may lie outside the normal range
    [MethodImpl(Inline)]
    public static V256 Scale2(V256 a, V256 n)
    {
        Vector256<int> i = Vector256.ConvertToInt32Native(n._v);
        Vector256<int> half = i >> 1;
        Vector256<int> one = Vector256.Create(127);
        return new(a._v * ((half + one) << 23).AsSingle() * ((i - half + one) << 23).AsSingle());
    }

    [MethodImpl(Inline)]
    public static V256 Split(V256 a, out V256 exponent)
    {
        Vector256<int> bits = a._v.AsInt32();
        Vector256<int> e = (bits - Vector256.Create(HalfRoot)) >> 23;
        exponent = new(Vector256.ConvertToSingle(e));
        return new((bits - (e << 23)).AsSingle());
    }

    [MethodImpl(Inline)]
    private static Vector256<float> First(long count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)count)).AsSingle();

    [MethodImpl(Inline)]
    public static float Sum(V256 a) => Vector256.Sum(a._v);

    [MethodImpl(Inline)]
    public static float Largest(V256 a) =>
        V128.Largest(new(Vector128.MaxNative(a._v.GetLower(), a._v.GetUpper())));
}
