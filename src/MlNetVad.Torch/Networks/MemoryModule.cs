using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// M learned patterns: a token becomes the mean of the patterns it resembles, weighted by the softmax of their cosines, of which
/// small ones are cut off and the others scaled to sum to 1 (the memory of the ablation tables).
/// </summary>
internal sealed class MemoryModule : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-12;
    private readonly Parameter slots;
    private readonly double _threshold;

    /// <summary>Random patterns.</summary>
    /// <param name="count">M.</param>
    /// <param name="width">D.</param>
    /// <param name="shrink">The threshold, in even shares 1 / M; below 1.</param>
    public MemoryModule(int count, int width, double shrink)
        : base(nameof(MemoryModule))
    {
        _threshold = shrink / count;
        slots = nn.Parameter(randn([count, width]) * Math.Pow(width, -0.5));
        RegisterComponents();
    }

    /// <summary>[B, N, D] to [B, N, D].</summary>
    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        Tensor weights = nn.functional.linear(Unit(tokens), Unit(slots)).softmax(-1); // [B, N, M]
        Tensor above = weights.Plus(-_threshold);
        Tensor shrunk = above.relu() * weights / above.abs().Plus(Epsilon);
        Tensor addresses = shrunk / shrunk.sum(-1L, keepdim: true);
        return nn.functional.linear(addresses, slots.t()).MoveToOuterDisposeScope();
    }

    private static Tensor Unit(Tensor x) => x * x.Squared().sum(-1L, keepdim: true).Plus(Epsilon).rsqrt();
}
