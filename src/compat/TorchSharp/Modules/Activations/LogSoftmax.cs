using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class LogSoftmax : nn.Module<Tensor, Tensor>
{
    private readonly long _dim;

    internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => _dim = dim;

    public override Tensor forward(Tensor input) => input.log_softmax(_dim);
}
