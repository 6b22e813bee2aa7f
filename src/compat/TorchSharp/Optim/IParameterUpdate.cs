using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>One step of an optimizer for one vector of parameters; a, b and c are its state.</summary>
internal interface IParameterUpdate
{
    /// <summary>How many of a, b and c are used.</summary>
    static abstract int States { get; }

    V Step<V>(V parameter, V gradient, ref V a, ref V b, ref V c) where V : unmanaged, ISimd<V>;
}
