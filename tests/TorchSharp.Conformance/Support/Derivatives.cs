using static TorchSharp.torch;

namespace TorchSharp.Conformance.Support;

/// <summary>Compares gradients with central differences of fourth order; the sums are in double, the function in float.</summary>
internal static class Derivatives
{
    private const double Step = 0.04;

    /// <summary>Checks the gradient of a random combination of the outputs by every element of every input.</summary>
    public static void Check(Func<Tensor[], Tensor> function, double tolerance, params Tensor[] inputs)
    {
        Tensor[] leaves = inputs.Select(x => x.detach().clone().requires_grad_()).ToArray();
        Tensor output = function(leaves);
        float[] mix = Numbers.Draw(97, output.numel());
        IList<Tensor> gradients = autograd.grad([output], leaves, [Numbers.Of(mix, output.shape)]);
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].shape, gradients[i].shape);
            Numbers.Near(Numeric(function, inputs, i, mix), Numbers.Values(gradients[i]), tolerance);
        }
    }

    public static void Check(Func<Tensor, Tensor> function, Tensor input, double tolerance = 1e-4) =>
        Check(x => function(x[0]), tolerance, input);

    public static void Check(Func<Tensor, Tensor, Tensor> function, Tensor a, Tensor b, double tolerance = 1e-4) =>
        Check(x => function(x[0], x[1]), tolerance, a, b);

    private static double[] Numeric(Func<Tensor[], Tensor> function, Tensor[] inputs, int index, float[] mix)
    {
        using var off = no_grad();
        float[] values = Numbers.Values(inputs[index]);
        double[] result = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double At(double steps)
            {
                using var scope = NewDisposeScope();
                float[] moved = [.. values];
                moved[i] += (float)(steps * Step);
                Tensor[] arguments = [.. inputs];
                arguments[index] = Numbers.Of(moved, inputs[index].shape);
                return Numbers.Values(function(arguments)).Zip(mix, (y, w) => (double)y * w).Sum();
            }

            double Width(double steps) => (double)(float)(values[i] + (float)(steps * Step)) - (float)(values[i] - (float)(steps * Step));
            double near = (At(1) - At(-1)) / Width(1), far = (At(2) - At(-2)) / Width(2);
            result[i] = ((4 * near) - far) / 3;
        }
        return result;
    }
}
