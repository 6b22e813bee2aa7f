using System.Runtime.CompilerServices;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>The numbers of one Adam step; <paramref name="shrink"/> is AdamW's decay of the parameter, <paramref name="decay"/> Adam's of the gradient.</summary>
internal readonly struct AdamStep(float size, float beta1, float beta2, float eps, float rootBias2, float decay, float shrink, float sign)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal V Moments<V>(V parameter, V gradient, ref V mean, ref V square) where V : unmanaged, ISimd<V>
    {
        V slope = V.Fma(parameter, V.Set(decay), gradient * V.Set(sign));
        mean = V.Fma(slope - mean, V.Set(1 - beta1), mean);
        square = V.Fma(square, V.Set(beta2), slope * slope * V.Set(1 - beta2));
        return parameter * V.Set(shrink);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal V Move<V>(V parameter, V mean, V square) where V : unmanaged, ISimd<V>
    {
        V scale = (V.Sqrt(square) / V.Set(rootBias2)) + V.Set(eps);
        return parameter - (V.Set(size) * mean / scale);
    }
}

internal readonly struct AdamUpdate(AdamStep step) : IParameterUpdate
{
    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V>(V parameter, V gradient, ref V a, ref V b, ref V c) where V : unmanaged, ISimd<V> =>
        step.Move(step.Moments(parameter, gradient, ref a, ref b), a, b);
}

/// <summary>The variant that divides by the largest second moment so far.</summary>
internal readonly struct AmsgradUpdate(AdamStep step) : IParameterUpdate
{
    public static int States => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V>(V parameter, V gradient, ref V a, ref V b, ref V c) where V : unmanaged, ISimd<V>
    {
        V shrunk = step.Moments(parameter, gradient, ref a, ref b);
        c = V.Max(c, b);
        return step.Move(shrunk, a, c);
    }
}
