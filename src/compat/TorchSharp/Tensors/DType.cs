namespace TorchSharp;

using static torch;

/// <summary>Element types: sizes, promotion, and the .NET type behind each.</summary>
internal static class DType
{
    internal static int Size(ScalarType type) => type switch
    {
        ScalarType.Bool or ScalarType.Byte => 1,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => throw Unsupported(type),
    };

    internal static ScalarType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? ScalarType.Float32
        : typeof(T) == typeof(double) ? ScalarType.Float64
        : typeof(T) == typeof(long) ? ScalarType.Int64
        : typeof(T) == typeof(int) ? ScalarType.Int32
        : typeof(T) == typeof(byte) ? ScalarType.Byte
        : typeof(T) == typeof(bool) ? ScalarType.Bool
        : throw new NotSupportedException($"Tensors of {typeof(T).Name} are not supported; use Single, Double, Int64, Int32, Byte or Boolean.");

    internal static NotSupportedException Unsupported(ScalarType type) =>
        new($"Tensors of type {type} are not supported; use Float32, Float64, Int64, Int32, Byte or Bool.");

    /// <summary>bool &lt; integers &lt; reals; within a kind the wider one wins.</summary>
    internal static ScalarType Promote(ScalarType a, ScalarType b) => Rank(a) >= Rank(b) ? a : b;

    /// <summary>A tensor without dimensions changes the other's type only when it is of a higher kind.</summary>
    internal static ScalarType Result(Tensor a, Tensor b)
    {
        if (a.dtype == b.dtype) return a.dtype;
        bool scalarA = a.Sizes.Length == 0, scalarB = b.Sizes.Length == 0;
        if (scalarA == scalarB) return Promote(a.dtype, b.dtype);
        return scalarA ? Weak(b.dtype, a.dtype) : Weak(a.dtype, b.dtype);
    }

    internal static ScalarType Result(Tensor a, Scalar b) =>
        Kind(b.Type) <= Kind(a.dtype) ? a.dtype : b.IsReal ? ScalarType.Float32 : ScalarType.Int64;

    internal static ScalarType Floating(ScalarType type) => is_floating_point(type) ? type : ScalarType.Float32;

    private static ScalarType Weak(ScalarType strong, ScalarType weak) => Kind(weak) > Kind(strong) ? weak : strong;

    private static int Kind(ScalarType type) => type switch { ScalarType.Bool => 0, ScalarType.Float32 or ScalarType.Float64 => 2, _ => 1 };

    private static int Rank(ScalarType type) => type switch
    {
        ScalarType.Bool => 0,
        ScalarType.Byte => 1,
        ScalarType.Int32 => 2,
        ScalarType.Int64 => 3,
        ScalarType.Float32 => 4,
        ScalarType.Float64 => 5,
        _ => throw Unsupported(type),
    };
}
