using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Optimization;

/// <summary>
/// A network whose weights are slices of one tensor and whose gradients are slices of another, so that a step of the optimizer,
/// the clipping of gradients and their sum are one operation each and not one a weight.
/// </summary>
internal class FlatWeights : IDisposable
{
    private const long Aligned = 16;   // a slice begins at a multiple of 64 bytes: the fast products of libtorch want it
    private readonly Parameter[] _parameters;

    /// <summary>Moves the weights of a network into one tensor; the network stays in use.</summary>
    public FlatWeights(nn.Module network)
    {
        _parameters = [.. network.parameters().Where(p => p.requires_grad)];
        using var scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        Weights = nn.Parameter(zeros([_parameters.Sum(Room)]));
        Weights.DetachFromDisposeScope();
        Gradient = zeros_like(Weights).DetachFromDisposeScope();
        long start = 0;
        foreach (Parameter parameter in _parameters)
        {
            (long count, long[] shape) = (parameter.numel(), parameter.shape);
            Tensor slice = Weights.detach().narrow(0, start, count).reshape(shape);
            slice.copy_(parameter);
            parameter.set_(slice);
            parameter.grad = Gradient.narrow(0, start, count).reshape(shape);
            start += Room(parameter);
        }
    }

    /// <summary>All weights, [n], with zeros between them.</summary>
    public Parameter Weights { get; }

    /// <summary>The gradients by all weights, [n]; backward adds to them.</summary>
    public Tensor Gradient { get; }

    /// <summary>Takes over another's weights.</summary>
    public void CopyWeights(FlatWeights from)
    {
        using IDisposable untracked = no_grad();
        Weights.copy_(from.Weights);
    }

    /// <summary>Scales the gradients down to a length, where they are longer.</summary>
    public void Clip(double length)
    {
        using var scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        double norm = Gradient.norm().item<float>();
        if (norm > length)
        {
            using Scalar scale = ((float)(length / (norm + 1e-6))).ToScalar();
            Gradient.mul_(scale);
        }
    }

    /// <summary>Gives the network's weights memory of their own again.</summary>
    public void Dispose()
    {
        using var scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        foreach (Parameter parameter in _parameters)
        {
            parameter.grad = null;
            parameter.set_(parameter.detach().clone());
        }

        Gradient.Dispose();
        Weights.Dispose();
    }

    private static long Room(Parameter parameter) => (parameter.numel() + Aligned - 1) / Aligned * Aligned;
}
