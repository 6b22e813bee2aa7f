using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds temporal smoothing to the transforms catalog.</summary>
public static class SmoothScoreCatalog
{
    /// <summary>Creates a <see cref="SmoothScoreEstimator"/>: the causal mean of the last rows of a video.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column for the smoothed score.</param>
    /// <param name="inputColumnName">The column of the score, <c>Single</c>; null means the output's name.</param>
    /// <param name="width">Rows in the mean, at least 1.</param>
    /// <returns>The estimator.</returns>
    public static SmoothScoreEstimator SmoothScore(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, int width = 8) =>
        catalog.SmoothScore(new SmoothScoreEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            Width = width,
        });

    /// <summary>Creates a <see cref="SmoothScoreEstimator"/> from options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SmoothScoreEstimator SmoothScore(this TransformsCatalog catalog, SmoothScoreEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new SmoothScoreEstimator(options);
    }
}
