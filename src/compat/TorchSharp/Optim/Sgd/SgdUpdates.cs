using System.Runtime.CompilerServices;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>p − rate · (sign · g + decay · p).</summary>
internal readonly struct SgdUpdate(float rate, float decay, float sign) : IParameterUpdate
{
    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V>(V parameter, V gradient, ref V a, ref V b, ref V c) where V : unmanaged, ISimd<V>
    {
        V slope = V.Fma(parameter, V.Set(decay), gradient * V.Set(sign));
        return V.Fma(slope, V.Set(-rate), parameter);
    }
}

/// <summary>The same along a velocity: v ← momentum · v + (1 − dampening) · slope; Nesterov looks one step ahead of it.</summary>
internal readonly struct MomentumUpdate(float rate, float decay, float sign, float momentum, float fresh, float ahead) : IParameterUpdate
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V>(V parameter, V gradient, ref V a, ref V b, ref V c) where V : unmanaged, ISimd<V>
    {
        V slope = V.Fma(parameter, V.Set(decay), gradient * V.Set(sign));
        a = V.Fma(a, V.Set(momentum), slope * V.Set(fresh));
        V direction = ahead != 0 ? V.Fma(a, V.Set(ahead), slope) : a;
        return V.Fma(direction, V.Set(-rate), parameter);
    }
}
