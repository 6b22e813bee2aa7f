using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Layers;

/// <summary>
/// Normalises the last axis to mean 0 and variance 1, then scales and shifts each element of it (layer normalisation,
/// Ba et al. 2016). Its weights are named <c>weight</c> and <c>bias</c>.
/// </summary>
public sealed class LayerNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long _size;
    private readonly double _eps;

    /// <summary>Starts with scale 1 and shift 0.</summary>
    /// <param name="size">The length of the last axis, at least 1.</param>
    /// <param name="eps">Added to the variance, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of its range.</exception>
    public LayerNorm(long size, double eps = 1e-5)
        : base(nameof(LayerNorm))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(eps);
        (_size, _eps) = (size, eps);
        weight = Parameter(ones([size]));
        bias = Parameter(zeros([size]));
        RegisterComponents();
    }

    /// <summary>The scales, [size].</summary>
    public Parameter Weight => weight;

    /// <summary>The shifts, [size].</summary>
    public Parameter Bias => bias;

    /// <summary>[…, size] to the same shape.</summary>
    public override Tensor forward(Tensor input) => functional.layer_norm(input, [_size], weight, bias, _eps);
}
