using MlNetVad.Trainers;

namespace Microsoft.ML;

/// <summary>Adds nearest neighbours to the anomaly-detection trainers.</summary>
public static class NearestNeighborsCatalog
{
    /// <summary>Creates a <see cref="NearestNeighborsTrainer"/>: distance to the k-th nearest normal vector.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="ml">The context: its seed decides which vectors are kept.</param>
    /// <param name="featureColumnName">The feature column, <c>Vector&lt;Single, d&gt;</c> or <c>Vector&lt;Single, *, d&gt;</c>.</param>
    /// <param name="numberOfNeighbors">k, at least 1.</param>
    /// <returns>The trainer.</returns>
    public static NearestNeighborsTrainer NearestNeighbors(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MLContext ml, string featureColumnName = "Features", int numberOfNeighbors = 4) =>
        catalog.NearestNeighbors(ml, new NearestNeighborsTrainer.Options { FeatureColumnName = featureColumnName, NumberOfNeighbors = numberOfNeighbors });

    /// <summary>Creates a <see cref="NearestNeighborsTrainer"/> from options.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="ml">The context: its seed decides which vectors are kept.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static NearestNeighborsTrainer NearestNeighbors(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MLContext ml, NearestNeighborsTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(options);
        return new NearestNeighborsTrainer(ml, options);
    }
}
