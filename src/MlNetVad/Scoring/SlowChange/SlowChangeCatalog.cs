using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds the following of slow change to the transforms catalog.</summary>
public static class SlowChangeCatalog
{
    /// <summary>Creates a <see cref="SlowChangeEstimator"/>: scores less what their level has risen by, slowly and without an alarm.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SlowChangeEstimator FollowSlowChange(this TransformsCatalog catalog, SlowChangeEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new SlowChangeEstimator(options);
    }
}
