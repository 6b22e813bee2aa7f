namespace MlNetVad.Torch.Networks;

/// <summary>How much each loss counts; the defaults are the papers'.</summary>
/// <param name="Prediction">λ1, of the frame's squared error.</param>
/// <param name="Semantic">λ2, of the sentence embedding's cosine distance.</param>
/// <param name="Motion">λ3, of being farther from the next frame than from the last one.</param>
/// <param name="Balance">λ4, of the router's unevenness.</param>
public readonly record struct LossWeights(float Prediction = 1, float Semantic = 1, float Motion = 1, float Balance = 0.001f)
{
    /// <summary>The papers' weights: 1, 1, 1, 0.001.</summary>
    public LossWeights()
        : this(1)
    {
    }
}
