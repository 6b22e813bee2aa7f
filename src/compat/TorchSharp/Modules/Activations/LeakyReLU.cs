using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class LeakyReLU : nn.Module<Tensor, Tensor>
{
    private readonly double _slope;
    private readonly bool _inPlace;

    internal LeakyReLU(double slope, bool inplace) : base(nameof(LeakyReLU)) => (_slope, _inPlace) = (slope, inplace);

    public override Tensor forward(Tensor input) => nn.functional.leaky_relu(input, _slope, _inPlace);
}
