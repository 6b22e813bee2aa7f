using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds the fusion of object scores to the transforms catalog.</summary>
public static class ObjectFusionCatalog
{
    /// <summary>Creates an <see cref="ObjectFusionEstimator"/> of parts without gates.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column for the row's score.</param>
    /// <param name="partColumnNames">The parts' columns, 1 to 4, <c>Vector&lt;Single, *&gt;</c> each.</param>
    /// <returns>The estimator.</returns>
    public static ObjectFusionEstimator FuseObjectScores(
        this TransformsCatalog catalog, string outputColumnName, params string[] partColumnNames)
    {
        ArgumentNullException.ThrowIfNull(partColumnNames);
        return catalog.FuseObjectScores(new ObjectFusionEstimator.Options
        {
            OutputColumnName = outputColumnName,
            Parts = partColumnNames.Select(name => new ObjectFusionEstimator.Part(name)).ToArray(),
        });
    }

    /// <summary>Creates an <see cref="ObjectFusionEstimator"/> from options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var fusion = ml.Transforms.FuseObjectScores(new ObjectFusionEstimator.Options
    /// {
    ///     Parts = [new("ObjectScores", GateColumnName: "ObjectSpeed"), new("ObjectSpeed")],
    /// });
    /// </code></example>
    public static ObjectFusionEstimator FuseObjectScores(this TransformsCatalog catalog, ObjectFusionEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ObjectFusionEstimator(options);
    }
}
