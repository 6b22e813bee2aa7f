using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Modules;

/// <summary>A layer norm of a module's own parameters, as our networks have it.</summary>
internal sealed class Norm : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long _size;

    public Norm(long size) : base(nameof(Norm))
    {
        _size = size;
        weight = nn.Parameter(ones([size]));
        bias = nn.Parameter(zeros([size]));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, [_size], weight, bias);
}

/// <summary>A pre-norm transformer block: x += attention(norm(x)), x += mlp(norm(x)).</summary>
internal sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly Norm norm1;
    private readonly Norm norm2;
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly Sequential mlp;
    private readonly long _heads;

    public Block(long size, long heads) : base(nameof(Block))
    {
        _heads = heads;
        (norm1, norm2) = (new Norm(size), new Norm(size));
        (qkv, proj) = (nn.Linear(size, 3 * size), nn.Linear(size, size));
        mlp = nn.Sequential(("up", nn.Linear(size, 2 * size)), ("act", nn.GELU()), ("down", nn.Linear(2 * size, size)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor x = input + proj.call(Attend(qkv.call(norm1.call(input))));
        return (x + mlp.call(norm2.call(x))).MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor projected)
    {
        long batch = projected.shape[0], tokens = projected.shape[1], size = projected.shape[2] / 3, depth = size / _heads;
        Tensor parts = projected.reshape(batch, tokens, 3, _heads, depth).permute(2, 0, 3, 1, 4);
        Tensor weights = (matmul(parts.select(0, 0), parts.select(0, 1).transpose(-2, -1)) / Math.Sqrt(depth)).softmax(-1);
        return matmul(weights, parts.select(0, 2)).transpose(1, 2).reshape(batch, tokens, size);
    }
}

/// <summary>A scalar of its own, a buffer, a list, and a part that two names share.</summary>
internal sealed class Assembly : nn.Module<Tensor, Tensor>
{
    private readonly Parameter scale;
    private readonly Tensor offsets;
    private readonly ModuleList<Linear> layers;

    public Assembly() : base(nameof(Assembly))
    {
        scale = nn.Parameter(ones([1]));
        offsets = Support.Numbers.Of([1, 2, 3], 3);
        layers = new ModuleList<Linear>(nn.Linear(3, 3), nn.Linear(3, 3, hasBias: false));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => layers[1].call(layers[0].call((input * scale) + offsets));
}
