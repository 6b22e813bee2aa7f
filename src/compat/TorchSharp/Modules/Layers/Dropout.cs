using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>While training, zeroes elements with probability p and scales the others by 1 / (1 - p).</summary>
public sealed class Dropout : nn.Module<Tensor, Tensor>
{
    private readonly double _probability;
    private readonly bool _inPlace;

    internal Dropout(double p, bool inplace) : base(nameof(Dropout))
    {
        if (p is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(p), $"A dropout probability lies in [0, 1]; {p} does not.");
        (_probability, _inPlace) = (p, inplace);
    }

    public override Tensor forward(Tensor input) => nn.functional.dropout(input, _probability, training, _inPlace);
}
