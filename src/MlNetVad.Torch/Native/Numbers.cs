using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Native;

/// <summary>
/// Arithmetic of tensors with numbers, and sums of tensors, that several threads may do. TorchSharp (0.107) makes an object of every
/// number it hands to libtorch, also of the hidden factor 1 of a sum, and nothing keeps that object while the call runs: a garbage
/// collection that another thread causes frees the number under it, and the call throws or reads something else. The numbers here
/// live as long as the process.
/// </summary>
internal static class Numbers
{
    private static readonly ConcurrentDictionary<double, Scalar> Known = new();

    /// <summary>A number that the code names; for those that vary use a disposed <see cref="Scalar"/>.</summary>
    public static Scalar Of(double value) => Known.GetOrAdd(value, v => ((float)v).ToScalar());

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, Of(1));

    /// <summary>a + number.</summary>
    public static Tensor Plus(this Tensor a, double number) => a.add(Of(number), Of(1));

    /// <summary>a − b.</summary>
    public static Tensor Minus(this Tensor a, Tensor b) => a.add(b, Of(-1));

    /// <summary>number · a.</summary>
    public static Tensor Times(this Tensor a, double number) => a.mul(Of(number));

    /// <summary>a².</summary>
    public static Tensor Squared(this Tensor a) => a.mul(a);
}
