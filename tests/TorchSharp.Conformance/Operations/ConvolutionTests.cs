using TorchSharp.Conformance.Support;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Conformance.Operations;

/// <summary>The Float32 convolution, which has several ways to compute, against the Float64 one of the same numbers.</summary>
public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(1, 8, 3, 1, 1, 1)]
    [InlineData(8, 1, 1, 1, 0, 1)]
    [InlineData(5, 9, 3, 1, 1, 1)]
    [InlineData(3, 2, 3, 1, 0, 1)]
    [InlineData(2, 3, 3, 1, 2, 2)]
    [InlineData(2, 3, 3, 1, 3, 1)]
    [InlineData(3, 7, 3, 2, 1, 1)]
    [InlineData(20, 19, 3, 1, 1, 1)]
    [InlineData(200, 6, 1, 1, 0, 1)]
    [InlineData(6, 200, 1, 1, 0, 1)]
    [InlineData(4, 5, 1, 1, 1, 1)]
    public void Conv2d_OfSingles_AgreesWithDoubles(int channels, int filters, int kernel, int stride, int padding, int dilation)
    {
        const int images = 3, height = 70, width = 53;
        Tensor[] singles =
        [
            Numbers.Drawn(1, images, channels, height, width), Numbers.Drawn(2, filters, channels, kernel, kernel), Numbers.Drawn(3, filters),
        ];
        Tensor[] doubles = [.. singles.Select(x => x.@double())];

        (Tensor result, Tensor[] gradients) = Run(singles);
        (Tensor expected, Tensor[] slopes) = Run(doubles);

        Near(expected, result);
        for (int i = 0; i < slopes.Length; i++) Near(slopes[i], gradients[i]);

        (Tensor Result, Tensor[] Gradients) Run(Tensor[] inputs)
        {
            foreach (Tensor x in inputs) x.requires_grad_();
            Tensor y = F.conv2d(inputs[0], inputs[1], inputs[2], strides: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation]);
            Tensor weights = Numbers.Drawn(4, y.shape).type(y.dtype);
            return (y, [.. autograd.grad([(y * weights).sum()], inputs)]);
        }
    }

    [Fact]
    public void Conv2d_OfNoImages_GivesNoneAndZeroGradients()
    {
        Tensor weight = Numbers.Drawn(1, 2, 1, 3, 3).requires_grad_();
        Tensor y = F.conv2d(zeros([0, 1, 5, 5]), weight);
        Assert.Equal([0L, 2, 3, 3], y.shape);
        Numbers.Near(new double[18], Numbers.Values(autograd.grad([(F.conv2d(zeros([0, 1, 5, 5]), weight) * 2).sum()], [weight])[0]));
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Numbers.Near([.. expected.detach().contiguous().data<double>()], Numbers.Values(actual), 2e-6);
    }
}
