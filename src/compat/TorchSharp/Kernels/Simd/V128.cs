using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>4 floats: the portable width (SSE, AdvSimd, or software).</summary>
internal readonly unsafe struct V128(Vector128<float> value) : ISimd<V128>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const int HalfRoot = 0x3f3504f3; // the bits of √½

    private readonly Vector128<float> _v = value;

    public static int Count => 4;

    [MethodImpl(Inline)]
    public static V128 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(Inline)]
    public static void Store(V128 value, float* target) => value._v.Store(target);

    public static V128 LoadPart(float* source, long count, V128 fill)
    {
        Vector128<float> v = fill._v;
        for (int i = 0; i < count; i++)
            v = v.WithElement(i, source[i]);
        return new(v);
    }

    public static void StorePart(V128 value, float* target, long count)
    {
        for (int i = 0; i < count; i++)
            target[i] = value._v.GetElement(i);
    }

    [MethodImpl(Inline)]
    public static void Prefetch(float* source)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(source);
    }

    [MethodImpl(Inline)]
    public static V128 Set(float value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static V128 operator +(V128 a, V128 b) => new(a._v + b._v);

    [MethodImpl(Inline)]
    public static V128 operator -(V128 a, V128 b) => new(a._v - b._v);

    [MethodImpl(Inline)]
    public static V128 operator *(V128 a, V128 b) => new(a._v * b._v);

    [MethodImpl(Inline)]
    public static V128 operator /(V128 a, V128 b) => new(a._v / b._v);

    [MethodImpl(Inline)]
    public static V128 operator &(V128 a, V128 b) => new(a._v & b._v);

    [MethodImpl(Inline)]
    public static V128 operator |(V128 a, V128 b) => new(a._v | b._v);

    [MethodImpl(Inline)]
    public static V128 Fma(V128 a, V128 b, V128 c) => new(Vector128.MultiplyAddEstimate(a._v, b._v, c._v));

    [MethodImpl(Inline)]
    public static V128 Max(V128 a, V128 b) => new(Vector128.MaxNative(a._v, b._v));

    [MethodImpl(Inline)]
    public static V128 Min(V128 a, V128 b) => new(Vector128.MinNative(a._v, b._v));

    [MethodImpl(Inline)]
    public static V128 Sqrt(V128 a) => new(Vector128.Sqrt(a._v));

    [MethodImpl(Inline)]
    public static V128 Round(V128 a) => new(Vector128.Round(a._v));

    [MethodImpl(Inline)]
    public static V128 Floor(V128 a) => new(Vector128.Floor(a._v));

    [MethodImpl(Inline)]
    public static V128 Less(V128 a, V128 b) => new(Vector128.LessThan(a._v, b._v));

    [MethodImpl(Inline)]
    public static V128 Same(V128 a, V128 b) => new(Vector128.Equals(a._v, b._v));

    [MethodImpl(Inline)]
    public static V128 Select(V128 mask, V128 a, V128 b) => new(Vector128.ConditionalSelect(mask._v, a._v, b._v));

    // two factors, since 2^n itself may lie outside the normal range
    [MethodImpl(Inline)]
    public static V128 Scale2(V128 a, V128 n)
    {
        Vector128<int> i = Vector128.ConvertToInt32Native(n._v);
        Vector128<int> half = i >> 1;
        Vector128<int> one = Vector128.Create(127);
        return new(a._v * ((half + one) << 23).AsSingle() * ((i - half + one) << 23).AsSingle());
    }

    [MethodImpl(Inline)]
    public static V128 Split(V128 a, out V128 exponent)
    {
        Vector128<int> bits = a._v.AsInt32();
        Vector128<int> e = (bits - Vector128.Create(HalfRoot)) >> 23;
        exponent = new(Vector128.ConvertToSingle(e));
        return new((bits - (e << 23)).AsSingle());
    }

    [MethodImpl(Inline)]
    public static float Sum(V128 a) => Vector128.Sum(a._v);

    [MethodImpl(Inline)]
    public static float Largest(V128 a)
    {
        Vector128<float> v = Vector128.MaxNative(a._v, Vector128.Shuffle(a._v, Vector128.Create(2, 3, 0, 1)));
        v = Vector128.MaxNative(v, Vector128.Shuffle(v, Vector128.Create(1, 0, 3, 2)));
        return v.ToScalar();
    }
}
