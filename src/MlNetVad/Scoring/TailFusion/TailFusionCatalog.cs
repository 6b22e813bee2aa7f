using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds the fusion of parts by rarity to the transforms catalog.</summary>
public static class TailFusionCatalog
{
    /// <summary>Creates a <see cref="TailFusionEstimator"/>: the largest rarity of several parts.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static TailFusionEstimator FuseByRarity(this TransformsCatalog catalog, TailFusionEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new TailFusionEstimator(options);
    }
}
