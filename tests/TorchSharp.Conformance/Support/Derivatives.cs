using static TorchSharp.torch;

namespace TorchSharp.Conformance.Support;

/// <summary>
/// Compares gradients with central differences of the function on Float64 copies of its inputs: the Float64 gradient
/// closely, the Float32 one to its rounding, both relative to the largest derivative by that input. Every element is checked,
/// so inputs have to be small.
/// </summary>
internal static class Derivatives
{
    private const double Step = 1e-6;
    private const double Exact = 1e-6;
    private const double Single = 1e-5;
    private const long Largest = 4096;

    public static void Check(Func<Tensor, Tensor> function, Tensor input) => CheckAll(x => function(x[0]), input);

    public static void Check(Func<Tensor, Tensor, Tensor> function, Tensor a, Tensor b) => CheckAll(x => function(x[0], x[1]), a, b);

    /// <summary>Checks the gradient of a random combination of the outputs by every input.</summary>
    public static void CheckAll(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        Tensor[] leaves = inputs.Select(x => x.detach().clone().requires_grad_()).ToArray();
        CheckModule(function, () => function(leaves), leaves);
    }

    /// <summary>Checks the gradient of a Float32 form, such as a module, by its leaves; the exact form takes their Float64 copies.</summary>
    public static void CheckModule(Func<Tensor[], Tensor> exact, Func<Tensor> single, Tensor[] leaves)
    {
        Tensor[] copies = leaves.Select(x => x.detach().type(ScalarType.Float64).requires_grad_()).ToArray();
        IList<Tensor> gradients = Gradients(single(), leaves), copyGradients = Gradients(exact(copies), copies);
        for (int i = 0; i < leaves.Length; i++)
        {
            Assert.Equal(leaves[i].shape, gradients[i].shape);
            Assert.Equal(leaves[i].dtype, gradients[i].dtype);
            Assert.InRange(leaves[i].numel(), 1, Largest);
            double[] slopes = Slopes(exact, copies, i);
            Near(slopes, copyGradients[i], Exact, $"Float64 gradient by input {i}");
            Near(slopes, gradients[i].type(ScalarType.Float64), Single, $"Float32 gradient by input {i}");
        }
    }

    private static IList<Tensor> Gradients(Tensor output, Tensor[] leaves) => autograd.grad([output], leaves, [Mix(output)]);

    private static Tensor Mix(Tensor output) => Numbers.Of(Numbers.Draw(97, output.numel()), output.shape).type(output.dtype);

    private static double[] Slopes(Func<Tensor[], Tensor> function, Tensor[] inputs, int index)
    {
        using var off = no_grad();
        double[] values = Values(inputs[index]);
        return [.. Enumerable.Range(0, values.Length).Select(Slope)];

        double Slope(int place)
        {
            double step = Step * Math.Max(1, Math.Abs(values[place]));
            return (At(place, values[place] + step) - At(place, values[place] - step)) / (2 * step);
        }

        double At(int place, double value)
        {
            using var scope = NewDisposeScope();
            double[] moved = [.. values];
            moved[place] = value;
            Tensor[] arguments = [.. inputs];
            arguments[index] = tensor(moved, inputs[index].shape, dtype: ScalarType.Float64);
            Tensor output = function(arguments);
            return Values(output).Zip(Values(Mix(output)), (y, w) => y * w).Sum();
        }
    }

    private static void Near(double[] slopes, Tensor gradient, double tolerance, string what)
    {
        double[] values = Values(gradient);
        double scale = Math.Max(1e-3, slopes.Max(Math.Abs));
        for (int i = 0; i < slopes.Length; i++)
        {
            double error = Math.Abs(values[i] - slopes[i]) / scale;
            Assert.True(error <= tolerance, $"{what} at {i}: {values[i]:R}, the slope is {slopes[i]:R} (off by {error:E1} of {scale:R})");
        }
    }

    private static double[] Values(Tensor tensor)
    {
        using Tensor packed = tensor.detach().contiguous();
        return packed.data<double>().ToArray();
    }
}
