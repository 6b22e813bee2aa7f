using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x Wᵀ + b over the last axis; W is [out, in].</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;
    private Parameter _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device device, ScalarType? dtype) : base(nameof(Linear))
    {
        weight = new Parameter(empty([outputSize, inputSize], dtype, device));
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (!hasBias) return;
        bias = new Parameter(empty([outputSize], dtype, device));
        double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }

    public Parameter weight
    {
        get => _weight;
        set => register_parameter(nameof(weight), _weight = value);
    }

    public Parameter bias
    {
        get => _bias;
        set => register_parameter(nameof(bias), _bias = value);
    }

    public override Tensor forward(Tensor input) => nn.functional.linear(input, _weight, _bias);

    protected override void RegisterComponents()
    {
        // registered under their public names as they are set
    }
}
