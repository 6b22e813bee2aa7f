using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds scaling by what is usual at a place to the transforms catalog.</summary>
public static class PlaceScaleCatalog
{
    /// <summary>Creates a <see cref="PlaceScaleEstimator"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column for the scaled values.</param>
    /// <param name="valuesColumnName">The column of values at least 0, <c>Vector&lt;Single, *&gt;</c>, one an object.</param>
    /// <param name="boxesColumnName">The column of the objects' boxes, <c>Vector&lt;Single, *, 6&gt;</c>, pixels.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var pace = ml.Transforms.ScaleByPlace("ObjectPace", "ObjectSpeed", "Objects");   // 1: as fast as those who are fast there
    /// </code></example>
    public static PlaceScaleEstimator ScaleByPlace(this TransformsCatalog catalog, string outputColumnName, string valuesColumnName, string boxesColumnName)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(valuesColumnName);
        ArgumentException.ThrowIfNullOrEmpty(boxesColumnName);
        return new PlaceScaleEstimator(new PlaceScaleColumns(outputColumnName, valuesColumnName, boxesColumnName));
    }
}
