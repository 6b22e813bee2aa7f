namespace MlNetVad.Scoring;

/// <summary>How scores are smoothed along time.</summary>
public enum SmoothingKind
{
    /// <summary>Mean of the last rows: for live use.</summary>
    CausalMean,

    /// <summary>Exponentially weighted mean of all rows so far: for live use.</summary>
    CausalExponential,

    /// <summary>Gaussian over past and future rows: for evaluation as the papers do it. It cannot be saved or run live.</summary>
    Gaussian,
}
