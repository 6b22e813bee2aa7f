using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class ReLU : nn.Module<Tensor, Tensor>
{
    private readonly bool _inPlace;

    internal ReLU(bool inplace) : base(nameof(ReLU)) => _inPlace = inplace;

    public override Tensor forward(Tensor input) => nn.functional.relu(input, _inPlace);
}
