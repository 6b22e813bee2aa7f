using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>a = tanh x, b = gradient.</summary>
internal readonly struct TanhGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => b * V.Fma(V.Set(0f) - a, a, V.Set(1f));
}

/// <summary>a = sigmoid x, b = gradient.</summary>
internal readonly struct SigmoidGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => b * (a * (V.Set(1f) - a));
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct SiluGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V>
    {
        V s = VectorMath.Sigmoid(a);
        return b * s * V.Fma(a, V.Set(1f) - s, V.Set(1f));
    }
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct GeluGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V>
    {
        V cdf = VectorMath.NormalCdf(a, out V bell);
        return b * V.Fma(a, bell * V.Set(0.39894228f), cdf);
    }
}

/// <summary>a = x (or the output), b = gradient.</summary>
internal readonly struct ReluGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Select(V.Less(V.Set(0f), a), b, V.Set(0f));
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct LeakyReluGrad(float slope) : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Select(V.Less(V.Set(0f), a), b, b * V.Set(slope));
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct ClampGrad(float low, float high) : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V>
    {
        V outside = V.Less(a, V.Set(low)) | V.Less(V.Set(high), a);
        return V.Select(outside, V.Set(0f), b);
    }
}

/// <summary>a = eˣ, b = gradient.</summary>
internal readonly struct ExpGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => a * b;
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct LogGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => b / a;
}

/// <summary>a = √x, b = gradient.</summary>
internal readonly struct SqrtGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => b / (a + a);
}

/// <summary>a = 1/√x, b = gradient.</summary>
internal readonly struct RsqrtGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => b * V.Set(-0.5f) * a * a * a;
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct AbsGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V>
    {
        V zero = V.Set(0f);
        V signed = V.Select(V.Less(a, zero), zero - b, b);
        return V.Select(V.Same(a, zero), zero, signed);
    }
}

/// <summary>a = 1/x, b = gradient.</summary>
internal readonly struct ReciprocalGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Set(0f) - (a * a * b);
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct SquareGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => (a + a) * b;
}

/// <summary>a = x, b = gradient.</summary>
internal readonly struct ErfGrad : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => b * V.Set(1.12837917f) * VectorMath.Exp(V.Set(0f) - (a * a));
}
