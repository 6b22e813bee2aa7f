using MlNetVad.Torch.Experts;
using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>
/// The sparse feature filtering module: a router chooses K of N bottleneck filters for each token; shared filters take every
/// token. The router sees the tokens as they are, the filters see them normalised. No path leads round it.
/// </summary>
internal sealed class SparseFeatureFilter : FeatureFilter
{
    private const double RouterDeviation = 0.02;
    private const double ExpandGain = 1.3;
    private const double RenormalizedSum = 2;
    private readonly LayerNorm norm;
    private readonly Parameter router;
    private readonly Parameter reduce;
    private readonly Parameter reduce_bias;
    private readonly Parameter expand;
    private readonly Parameter expand_bias;
    private readonly int _active;
    private readonly int _shared;
    private readonly bool _renormalized;

    public SparseFeatureFilter(PredictorOptions options)
        : base(nameof(SparseFeatureFilter))
    {
        (int width, int hidden, int routed) = (options.Dimension, options.FilterWidth, options.RoutedFilters);
        (_active, _shared, _renormalized) = (options.ActiveFilters, options.SharedFilters, options.Gate == GateMode.Renormalized);
        int all = routed + _shared;
        norm = nn.LayerNorm(width);
        router = nn.Parameter(randn([routed, width]) * RouterDeviation);
        reduce = nn.Parameter(randn([all, hidden, width]) * Math.Pow(width, -0.5));
        reduce_bias = nn.Parameter(zeros([all, hidden]));
        expand = nn.Parameter(randn([all, hidden, width]) * (ExpandGain * Math.Pow(hidden, -0.5)));
        expand_bias = nn.Parameter(zeros([all, width]));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Filtered forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        (long batch, long count, long width) = (tokens.shape[0], tokens.shape[1], tokens.shape[2]);
        Tensor shares = nn.functional.linear(tokens, router).softmax(-1);                  // [B, T, N]
        (Tensor best, Tensor chosen) = shares.topk(_active, -1);                           // [B, T, K]
        Tensor gates = _renormalized ? (best / best.sum(-1L, keepdim: true)).Times(RenormalizedSum) : best;
        Tensor output = GroupedExperts.Forward(
            norm.call(tokens).reshape(batch * count, width), gates.reshape(batch * count, _active), chosen.reshape(batch * count, _active),
            new BottleneckExperts(reduce, reduce_bias, expand, expand_bias, _shared)).reshape(batch, count, width);
        Tensor counts = Count(chosen, router.shape[0]);
        return new Filtered(
            output.MoveToOuterDisposeScope(), Unevenness(shares, counts, _active).MoveToOuterDisposeScope(), counts.MoveToOuterDisposeScope());
    }

    /// <summary>Σ_i f_i p_i, f_i = N / (K T) · count_i and p_i the mean share; the mean over sequences. An even router gives 1.</summary>
    internal static Tensor Unevenness(Tensor shares, Tensor counts, int active)
    {
        double scale = shares.shape[2] / (double)(active * shares.shape[1] * shares.shape[0]);
        return (shares.mean([1]) * counts).sum().Times(scale);
    }

    // [B, N]: how many of a sequence's tokens chose each filter
    private static Tensor Count(Tensor chosen, long filters)
    {
        long batch = chosen.shape[0];
        Tensor flat = chosen.reshape(batch, -1);
        Tensor one = ones([batch, flat.shape[1]], device: chosen.device);
        return zeros([batch, filters], device: chosen.device).scatter_add(1, flat, one);
    }
}
