using MlNetVad.Torch.Experts;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Experts;

/// <summary>A random expert problem, with a plain double-precision reference of <c>Σ y · direction</c>.</summary>
internal sealed class ExpertData
{
    public ExpertData(int tokens, int width, int hidden, int routed, int active, int shared, int seed = 1)
    {
        (Tokens, Width, Hidden, Routed, Active, Shared) = (tokens, width, hidden, routed, active, shared);
        var random = new Random(seed);
        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)(float)((random.NextDouble() * 2) - 1))];
        int all = routed + shared;
        Inputs = [Values(tokens * width), Values(tokens * active), Values(all * hidden * width), Values(all * hidden), Values(all * hidden * width), Values(all * width)];
        Direction = Values(tokens * width);
        Indices = [.. Enumerable.Range(0, tokens).SelectMany(_ => Enumerable.Range(0, routed).OrderBy(_ => random.Next()).Take(active)).Select(i => (long)i)];
    }

    public int Tokens { get; }

    public int Width { get; }

    public int Hidden { get; }

    public int Routed { get; }

    public int Active { get; }

    public int Shared { get; }

    /// <summary>Tokens, gates, reduce, its bias, expand, its bias.</summary>
    public double[][] Inputs { get; }

    public long[] Indices { get; set; }

    public double[] Direction { get; }

    public long[][] Sizes =>
        [[Tokens, Width], [Tokens, Active], [Routed + Shared, Hidden, Width], [Routed + Shared, Hidden], [Routed + Shared, Hidden, Width], [Routed + Shared, Width]];

    public double[] Output()
    {
        double[] y = new double[Tokens * Width];
        for (int t = 0; t < Tokens; t++)
        {
            for (int k = 0; k < Active; k++)
            {
                Add(y, t, (int)Indices[(t * Active) + k], Inputs[1][(t * Active) + k]);
            }

            for (int s = 0; s < Shared; s++)
            {
                Add(y, t, Routed + s, 1);
            }
        }

        return y;
    }

    /// <summary>The derivative of <c>Σ y · direction</c> by one input number, by central differences.</summary>
    public double Derivative(int input, int index)
    {
        const double Step = 1e-5;
        double value = Inputs[input][index];
        Inputs[input][index] = value + Step;
        double above = Output().Zip(Direction, (a, b) => a * b).Sum();
        Inputs[input][index] = value - Step;
        double below = Output().Zip(Direction, (a, b) => a * b).Sum();
        Inputs[input][index] = value;
        return (above - below) / (2 * Step);
    }

    /// <summary>What an implementation makes of it: the output and the gradients of <c>Σ y · direction</c>, input by input.</summary>
    public (float[] Output, float[][] Gradients) Run(Func<Tensor, Tensor, Tensor, BottleneckExperts, Tensor> forward)
    {
        using var scope = NewDisposeScope();
        Tensor[] leaves = [.. Inputs.Zip(Sizes, (v, s) => tensor(Singles(v), s).requires_grad_())];
        Tensor y = forward(leaves[0], leaves[1], tensor(Indices, [Tokens, Active]), new BottleneckExperts(leaves[2], leaves[3], leaves[4], leaves[5], Shared));
        Tensor loss = (y * tensor(Singles(Direction), [Tokens, Width])).sum();
        float[][] gradients = [.. autograd.grad([loss], leaves).Select(g => g.contiguous().data<float>().ToArray())];
        return (y.detach().contiguous().data<float>().ToArray(), gradients);
    }

    private static float[] Singles(double[] values) => Array.ConvertAll(values, v => (float)v);

    private void Add(double[] y, int token, int expert, double gate)
    {
        for (int d = 0; d < Width; d++)
        {
            y[(token * Width) + d] += gate * Inputs[5][(expert * Width) + d];
        }

        for (int h = 0; h < Hidden; h++)
        {
            int row = (expert * Hidden) + h;
            double z = Inputs[3][row];
            for (int d = 0; d < Width; d++)
            {
                z += Inputs[0][(token * Width) + d] * Inputs[2][(row * Width) + d];
            }

            double a = gate * z / (1 + Math.Exp(-z));
            for (int d = 0; d < Width; d++)
            {
                y[(token * Width) + d] += a * Inputs[4][(row * Width) + d];
            }
        }
    }
}
