using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>a + b.</summary>
internal readonly struct AddOp : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => a + b;
}

/// <summary>a - b.</summary>
internal readonly struct SubOp : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => a - b;
}

/// <summary>a · b.</summary>
internal readonly struct MulOp : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => a * b;
}

/// <summary>a / b.</summary>
internal readonly struct DivOp : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => a / b;
}

/// <summary>max(a, b); NaN if either is.</summary>
internal readonly struct MaxOp : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Select(V.Same(a, a), V.Max(a, b), a);
}

/// <summary>min(a, b); NaN if either is.</summary>
internal readonly struct MinOp : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Select(V.Same(a, a), V.Min(a, b), a);
}

/// <summary>scale · a + b.</summary>
internal readonly struct AxpyOp(float scale) : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Fma(a, V.Set(scale), b);
}

/// <summary>a + scale · b.</summary>
internal readonly struct AddScaledOp(float scale) : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Fma(b, V.Set(scale), a);
}

/// <summary>alpha · a + beta · b.</summary>
internal readonly struct AxpbyOp(float alpha, float beta) : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Fma(a, V.Set(alpha), b * V.Set(beta));
}

/// <summary>(a - b)².</summary>
internal readonly struct SquaredDifferenceOp : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V>
    {
        var d = a - b;
        return d * d;
    }
}

/// <summary>a · b + c.</summary>
internal readonly struct MulAddOp : ITernaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c) where V : unmanaged, ISimd<V> => V.Fma(a, b, c);
}

/// <summary>a + scale · b · c.</summary>
internal readonly struct AddMulScaledOp(float scale) : ITernaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c) where V : unmanaged, ISimd<V> => V.Fma(b * V.Set(scale), c, a);
}

/// <summary>The gradient of x / c by c: -a · b / c², with a = gradient, b = x.</summary>
internal readonly struct DivGradOp : ITernaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c) where V : unmanaged, ISimd<V> => (V.Set(0f) - (a * b)) / (c * c);
}
