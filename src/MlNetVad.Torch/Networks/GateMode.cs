namespace MlNetVad.Torch.Networks;

/// <summary>The weight of a chosen filter.</summary>
public enum GateMode
{
    /// <summary>The router's probability as it is.</summary>
    Raw,

    /// <summary>The probabilities of a token's chosen filters, scaled so that they sum to 2.</summary>
    Renormalized,
}
