using MlNetVad.Torch.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Networks;

/// <summary>The losses of a prediction, scalars (SFN-VAD, training objective). One whose branch is missing is 0.</summary>
/// <param name="Prediction">Mean squared error of the frame.</param>
/// <param name="Semantic">1 − cosine of the sentence embeddings, mean over the rows that have a caption.</param>
/// <param name="Motion">Mean of max(0, squared error to the next frame − squared error to the last one).</param>
/// <param name="Balance">Unevenness of the router, summed over layers; each layer's least is 1, at an even use of all filters.</param>
/// <param name="Total">Their weighted sum: the one to train on.</param>
public sealed record PredictorLosses(Tensor Prediction, Tensor Semantic, Tensor Motion, Tensor Balance, Tensor Total)
{
    private const double CosineEpsilon = 1e-8;

    /// <summary>Computes them.</summary>
    /// <param name="prediction">The network's.</param>
    /// <param name="target">[B, C, H, W]: the next frame.</param>
    /// <param name="last">[B, C, H, W]: the last input frame.</param>
    /// <param name="text">[B, S]: the input frames' sentence embeddings; a row of zeros has no caption and counts for nothing.</param>
    /// <param name="weights">How much each counts.</param>
    /// <returns>The losses; the caller's dispose scope owns the tensors.</returns>
    public static PredictorLosses Of(Prediction prediction, Tensor target, Tensor last, Tensor? text, LossWeights weights)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        using var scope = NewDisposeScope();
        Tensor error = prediction.Frame.Minus(target).Squared();
        Tensor frame = error.mean();
        Tensor motion = error.Minus(prediction.Frame.Minus(last).Squared()).relu().mean();
        Tensor semantic = text is not null && prediction.Text is not null ? Distance(text, prediction.Text) : zeros([], device: error.device);
        Tensor balance = prediction.Balance ?? zeros([], device: error.device);
        Tensor total = frame.Times(weights.Prediction).Plus(semantic.Times(weights.Semantic)).Plus(motion.Times(weights.Motion)).Plus(balance.Times(weights.Balance));
        return new PredictorLosses(
            frame.MoveToOuterDisposeScope(), semantic.MoveToOuterDisposeScope(), motion.MoveToOuterDisposeScope(),
            prediction.Balance ?? balance.MoveToOuterDisposeScope(), total.MoveToOuterDisposeScope());
    }

    /// <summary>[B]: 1 for a row that has a caption, 0 for a row of zeros.</summary>
    internal static Tensor Captioned(Tensor text) => text.norm(1).gt(Numbers.Of(0)).type(text.dtype);

    private static Tensor Distance(Tensor text, Tensor predicted)
    {
        Tensor captioned = Captioned(text);
        Tensor distance = functional.cosine_similarity(text, predicted, 1, CosineEpsilon).Times(-1).Plus(1);
        return (distance * captioned).sum() / captioned.sum().clamp_min(Numbers.Of(1));
    }
}
