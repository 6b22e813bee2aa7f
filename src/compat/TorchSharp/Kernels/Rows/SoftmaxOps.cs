using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>a · (b - shift).</summary>
internal readonly struct ShiftedProductOp(float shift) : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => a * (b - V.Set(shift));
}

/// <summary>b - eᵃ · sum.</summary>
internal readonly struct LogSoftmaxGradOp(float sum) : IBinaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ISimd<V> => b - (VectorMath.Exp(a) * V.Set(sum));
}

/// <summary>scale · e^(x - shift).</summary>
internal readonly struct ScaledExpOp(float shift, float scale) : IUnaryOp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ISimd<V> => VectorMath.Exp(x - V.Set(shift)) * V.Set(scale);
}
