using System.Runtime.InteropServices;
using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>The losses of a step, or of a shard's part in it, as numbers.</summary>
/// <param name="Total">The weighted sum.</param>
/// <param name="Prediction">Of the frame.</param>
/// <param name="Semantic">Of the sentence embedding.</param>
/// <param name="Motion">Of being farther from the next frame than from the last one.</param>
/// <param name="Balance">Of the router.</param>
/// <param name="Counts">How many tokens each filter took, [N] a layer.</param>
internal sealed record StepLosses(double Total, double Prediction, double Semantic, double Motion, double Balance, float[][] Counts)
{
    /// <summary>A shard's part.</summary>
    /// <param name="losses">Its losses; the total is already its part.</param>
    /// <param name="share">Its share of the samples.</param>
    /// <param name="captions">Its share of the captions.</param>
    /// <param name="counts">[B, N] a layer.</param>
    public static StepLosses Of(PredictorLosses losses, float share, float captions, IReadOnlyList<Tensor> counts) => new(
        Value(losses.Total), share * Value(losses.Prediction), captions * Value(losses.Semantic), share * Value(losses.Motion), share * Value(losses.Balance),
        [.. counts.Select(c => MemoryMarshal.Cast<byte, float>(c.sum([0L]).bytes).ToArray())]);

    /// <summary>The step's, of its shards'.</summary>
    public static StepLosses Sum(IReadOnlyList<StepLosses> shards) => new(
        shards.Sum(s => s.Total), shards.Sum(s => s.Prediction), shards.Sum(s => s.Semantic), shards.Sum(s => s.Motion), shards.Sum(s => s.Balance),
        [.. shards[0].Counts.Select((layer, i) => layer.Select((_, filter) => shards.Sum(s => s.Counts[i][filter])).ToArray())]);

    private static double Value(Tensor loss) => loss.item<float>();
}
