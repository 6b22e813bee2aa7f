using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Tests.Layers;

/// <summary>Compares a layer's gradients, by its input and each of its parameters, with central differences.</summary>
internal static class LayerGradients
{
    // the layers are linear along each of their elements, or nearly so: a wide step keeps the rounding of float32 small
    private const float Step = 1 / 64f;

    public static void Check(Module<Tensor, Tensor> layer, Tensor input)
    {
        Tensor x = input.detach().clone().requires_grad_();
        Tensor[] leaves = [x, .. layer.parameters()];
        IList<Tensor> gradients = autograd.grad([Loss(layer, x)], leaves);
        using IDisposable untracked = no_grad();
        foreach ((Tensor leaf, Tensor gradient) in leaves.Zip(gradients))
        {
            Tensor flat = leaf.view(-1);
            float[] actual = gradient.contiguous().data<float>().ToArray();
            float[] slopes = [.. Enumerable.Range(0, actual.Length).Select(i => Slope(layer, x, flat.narrow(0, i, 1)))];
            float tolerance = 2e-3f * slopes.Max(MathF.Abs);
            Assert.All(slopes.Zip(actual), p => Assert.InRange(p.Second, p.First - tolerance, p.First + tolerance));
        }
    }

    private static float Slope(Module<Tensor, Tensor> layer, Tensor x, Tensor element)
    {
        double Moved(float by)
        {
            element.add_(by);
            return Loss(layer, x).cpu().item<double>();
        }

        double ahead = Moved(Step), behind = Moved(-2 * Step);
        element.add_(Step);
        return (float)((ahead - behind) / (2 * Step));
    }

    // distinct weights per output, summed in float64
    private static Tensor Loss(Module<Tensor, Tensor> layer, Tensor x)
    {
        Tensor y = layer.call(x);
        Tensor weights = arange(1, y.numel() + 1, ScalarType.Float64).sin().reshape(y.shape);
        return (y.type(ScalarType.Float64) * weights).sum();
    }
}
