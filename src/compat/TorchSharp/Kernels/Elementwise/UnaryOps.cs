using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>x.</summary>
internal readonly struct IdentityOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x;
}

/// <summary>-x.</summary>
internal readonly struct NegOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Set(-0f) - x;
}

/// <summary>|x|.</summary>
internal readonly struct AbsOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => VectorMath.Abs(x);
}

/// <summary>eˣ.</summary>
internal readonly struct ExpOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => VectorMath.Exp(x);
}

/// <summary>ln x.</summary>
internal readonly struct LogOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => VectorMath.Log(x);
}

/// <summary>√x.</summary>
internal readonly struct SqrtOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Sqrt(x);
}

/// <summary>1 / √x.</summary>
internal readonly struct RsqrtOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Set(1f) / V.Sqrt(x);
}

/// <summary>1 / x.</summary>
internal readonly struct ReciprocalOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Set(1f) / x;
}

/// <summary>x².</summary>
internal readonly struct SquareOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x * x;
}

/// <summary>⌊x⌋.</summary>
internal readonly struct FloorOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Floor(x);
}

/// <summary>Nearest integer, ties to even.</summary>
internal readonly struct RoundOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Round(x);
}

/// <summary>tanh x.</summary>
internal readonly struct TanhOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => VectorMath.Tanh(x);
}

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => VectorMath.Sigmoid(x);
}

/// <summary>erf x.</summary>
internal readonly struct ErfOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => VectorMath.Erf(x);
}

/// <summary>x · sigmoid(x).</summary>
internal readonly struct SiluOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x / (V.Set(1f) + VectorMath.Exp(V.Set(0f) - x));
}

/// <summary>x · Φ(x), the exact form.</summary>
internal readonly struct GeluOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x * VectorMath.NormalCdf(x, out _);
}

/// <summary>max(0, x).</summary>
internal readonly struct ReluOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Max(V.Set(0f), x);
}

/// <summary>x, or slope · x below 0.</summary>
internal readonly struct LeakyReluOp(float slope) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Select(V.Less(x, V.Set(0f)), x * V.Set(slope), x);
}

/// <summary>x held to [low, high]; NaN stays.</summary>
internal readonly struct ClampOp(float low, float high) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Min(V.Set(high), V.Max(V.Set(low), x));
}

/// <summary>x + s.</summary>
internal readonly struct AddScalarOp(float s) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x + V.Set(s);
}

/// <summary>x · s.</summary>
internal readonly struct MulScalarOp(float s) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x * V.Set(s);
}

/// <summary>s - x.</summary>
internal readonly struct ScalarMinusOp(float s) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Set(s) - x;
}

/// <summary>s / x.</summary>
internal readonly struct ScalarOverOp(float s) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Set(s) / x;
}

/// <summary>x / s.</summary>
internal readonly struct DivScalarOp(float s) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x / V.Set(s);
}

/// <summary>scale · x + shift.</summary>
internal readonly struct AffineOp(float scale, float shift) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Fma(x, V.Set(scale), V.Set(shift));
}

/// <summary>max(x, s).</summary>
internal readonly struct MaxScalarOp(float s) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Max(V.Set(s), x);
}

/// <summary>min(x, s).</summary>
internal readonly struct MinScalarOp(float s) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => V.Min(V.Set(s), x);
}

/// <summary>x³.</summary>
internal readonly struct CubeOp : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => x * x * x;
}
