using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>16 floats: AVX-512.</summary>
internal readonly unsafe struct V512(Vector512<float> value) : ISimd<V512>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const int HalfRoot = 0x3f3504f3; // the bits of √½

    private readonly Vector512<float> _v = value;

    public static int Count => 16;

    [MethodImpl(Inline)]
    public static V512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(Inline)]
    public static void Store(V512 value, float* target) => value._v.Store(target);

    [MethodImpl(Inline)]
    public static V512 LoadPart(float* source, long count, V512 fill) => new(Avx512F.MaskLoad(source, First(count), fill._v));

    [MethodImpl(Inline)]
    public static void StorePart(V512 value, float* target, long count) => Avx512F.MaskStore(target, First(count), value._v);

    [MethodImpl(Inline)]
    public static void Prefetch(float* source)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(source);
    }

    [MethodImpl(Inline)]
    public static V512 Set(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static V512 operator +(V512 a, V512 b) => new(a._v + b._v);

    [MethodImpl(Inline)]
    public static V512 operator -(V512 a, V512 b) => new(a._v - b._v);

    [MethodImpl(Inline)]
    public static V512 operator *(V512 a, V512 b) => new(a._v * b._v);

    [MethodImpl(Inline)]
    public static V512 operator /(V512 a, V512 b) => new(a._v / b._v);

    [MethodImpl(Inline)]
    public static V512 operator &(V512 a, V512 b) => new(a._v & b._v);

    [MethodImpl(Inline)]
    public static V512 operator |(V512 a, V512 b) => new(a._v | b._v);

    [MethodImpl(Inline)]
    public static V512 Fma(V512 a, V512 b, V512 c) => new(Vector512.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(Inline)]
    public static V512 Max(V512 a, V512 b) => new(Vector512.MaxNative(a._v, b._v));

    [MethodImpl(Inline)]
    public static V512 Min(V512 a, V512 b) => new(Vector512.MinNative(a._v, b._v));

    [MethodImpl(Inline)]
    public static V512 Sqrt(V512 a) => new(Vector512.Sqrt(a._v));

    [MethodImpl(Inline)]
    public static V512 Round(V512 a) => new(Vector512.Round(a._v));

    [MethodImpl(Inline)]
    public static V512 Floor(V512 a) => new(Vector512.Floor(a._v));

    [MethodImpl(Inline)]
    public static V512 Less(V512 a, V512 b) => new(Vector512.LessThan(a._v, b._v));

    [MethodImpl(Inline)]
    public static V512 Same(V512 a, V512 b) => new(Vector512.Equals(a._v, b._v));

    [MethodImpl(Inline)]
    public static V512 Select(V512 mask, V512 a, V512 b) => new(Vector512.ConditionalSelect(mask._v, a._v, b._v));

    [MethodImpl(Inline)]
    public static V512 Scale2(V512 a, V512 n) => new(Avx512F.Scale(a._v, n._v));

    [MethodImpl(Inline)]
    public static V512 Split(V512 a, out V512 exponent)
    {
        Vector512<int> bits = a._v.AsInt32();
        Vector512<int> e = (bits - Vector512.Create(HalfRoot)) >> 23;
        exponent = new(Vector512.ConvertToSingle(e));
        return new((bits - (e << 23)).AsSingle());
    }

    [MethodImpl(Inline)]
    private static Vector512<float> First(long count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)count)).AsSingle();

    [MethodImpl(Inline)]
    public static float Sum(V512 a) => Vector512.Sum(a._v);

    [MethodImpl(Inline)]
    public static float Largest(V512 a) =>
        V256.Largest(new(Vector256.MaxNative(a._v.GetLower(), a._v.GetUpper())));
}
