using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Softmax : nn.Module<Tensor, Tensor>
{
    private readonly long _dim;

    internal Softmax(long dim) : base(nameof(Softmax)) => _dim = dim;

    public override Tensor forward(Tensor input) => input.softmax(_dim);
}
