using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Optimization;

/// <summary>
/// A step of Adam (Kingma and Ba 2015), or of AdamW with decoupled weight decay (Loshchilov and Hutter 2019), over all weights at
/// once: some ten operations on one tensor, where TorchSharp's optimizers do as many for each weight. Every number it hands to
/// libtorch is held while it is used (<see cref="Native.Numbers"/>).
/// </summary>
internal sealed class FlatAdam(FlatWeights network, WeightDecayMode decay, double weightDecay) : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private readonly Tensor _mean = zeros_like(network.Weights).detach().DetachFromDisposeScope();
    private readonly Tensor _square = zeros_like(network.Weights).detach().DetachFromDisposeScope();
    private long _steps;

    /// <summary>Changes the weights by their gradients.</summary>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        _steps++;
        Tensor weights = network.Weights, gradient = network.Gradient;
        using Scalar beta1 = Number(Beta1), beta2 = Number(Beta2), rest1 = Number(1 - Beta1), rest2 = Number(1 - Beta2), one = Number(1);
        using Scalar kept = Number(1 - (rate * weightDecay)), added = Number(weightDecay), epsilon = Number(Epsilon);
        using Scalar correction = Number(1 / Math.Sqrt(1 - Math.Pow(Beta2, _steps))), step = Number(-rate / (1 - Math.Pow(Beta1, _steps)));
        if (weightDecay > 0 && decay == WeightDecayMode.Coupled)
        {
            gradient = gradient.add(weights, added);
        }
        else if (weightDecay > 0)
        {
            weights.mul_(kept);
        }

        _mean.mul_(beta1).add_(gradient, rest1);
        _square.mul_(beta2).addcmul_(gradient, gradient, rest2);
        Tensor spread = _square.sqrt().mul_(correction).add_(epsilon, one);
        weights.addcdiv_(_mean, spread, step);
    }

    /// <summary>Writes where it stands.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        writer.Write(_mean.bytes);
        writer.Write(_square.bytes);
    }

    /// <summary>Goes back to where it stood.</summary>
    /// <exception cref="EndOfStreamException">The bytes end too early.</exception>
    public void Load(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        reader.BaseStream.ReadExactly(_mean.bytes);
        reader.BaseStream.ReadExactly(_square.bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mean.Dispose();
        _square.Dispose();
    }

    private static Scalar Number(double value) => ((float)value).ToScalar();
}
