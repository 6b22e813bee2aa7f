using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds the calibration of scores to the transforms catalog.</summary>
public static class CalibrateScoreCatalog
{
    /// <summary>Creates a <see cref="CalibrateScoreEstimator"/>: 0 is typical of normal data, 0.5 the alarm threshold.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column for the calibrated score.</param>
    /// <param name="inputColumnName">The column of the raw score, <c>Single</c>; null means the output's name.</param>
    /// <param name="falseAlarmQuantile">The quantile of normal scores that becomes 0.5, in (0.5, 1].</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is out of its range.</exception>
    public static CalibrateScoreEstimator CalibrateScore(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, double falseAlarmQuantile = 0.995) =>
        catalog.CalibrateScore(new CalibrateScoreEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            FalseAlarmQuantile = falseAlarmQuantile,
        });

    /// <summary>Creates a <see cref="CalibrateScoreEstimator"/> from options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static CalibrateScoreEstimator CalibrateScore(this TransformsCatalog catalog, CalibrateScoreEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new CalibrateScoreEstimator(options);
    }
}
