using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Layers;

/// <summary>
/// Convolves images with square kernels. Its weights are named <c>weight</c> and, where it has one, <c>bias</c>; they start
/// uniformly distributed within ±1/√(in · kernelSize²), the rule of PyTorch's layer.
/// </summary>
public sealed class Conv2d : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly long _stride;
    private readonly long _padding;

    /// <summary>Draws weights from the global random generator.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernels in pixels, at least 1.</param>
    /// <param name="stride">Pixels from one position of a kernel to the next, at least 1.</param>
    /// <param name="padding">Pixels of zeros around the image, at least 0.</param>
    /// <param name="hasBias">Whether a bias per output channel is added.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of its range.</exception>
    public Conv2d(long inChannels, long outChannels, long kernelSize, long stride = 1, long padding = 0, bool hasBias = true)
        : base(nameof(Conv2d))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernelSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        (_stride, _padding) = (stride, padding);
        weight = Parameter(empty([outChannels, inChannels, kernelSize, kernelSize]));
        init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (hasBias)
        {
            double bound = 1 / Math.Sqrt(inChannels * kernelSize * kernelSize);
            bias = Parameter(empty([outChannels]));
            init.uniform_(bias, -bound, bound);
        }

        RegisterComponents();
    }

    /// <summary>The kernels, [outChannels, inChannels, kernelSize, kernelSize].</summary>
    public Parameter Weight => weight;

    /// <summary>[outChannels], or null.</summary>
    public Parameter? Bias => bias;

    /// <summary>[B, inChannels, H, W] to [B, outChannels, (H + 2 padding − kernelSize)/stride + 1, the same of W].</summary>
    public override Tensor forward(Tensor input) => functional.conv2d(input, weight, bias, [_stride, _stride], [_padding, _padding]);
}
