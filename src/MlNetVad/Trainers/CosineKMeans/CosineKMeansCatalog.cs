using MlNetVad.Trainers;

namespace Microsoft.ML;

/// <summary>Adds the normal modes to the anomaly-detection trainers.</summary>
public static class CosineKMeansCatalog
{
    /// <summary>Creates a <see cref="CosineKMeansTrainer"/>: modes of normal data by k-means with cosine similarity.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="ml">The context: its seed decides, its log hears of the training.</param>
    /// <param name="featureColumnName">The feature column, <c>Vector&lt;Single, d&gt;</c> or <c>Vector&lt;Single, *, d&gt;</c>.</param>
    /// <param name="numberOfModes">M, at least 1.</param>
    /// <returns>The trainer.</returns>
    /// <example><code>
    /// var ml = new MLContext(seed: 1);
    /// var model = ml.AnomalyDetection.Trainers.CosineKMeans(ml, "ObjectFeatures", numberOfModes: 10).Fit(normal);
    /// var scored = model.Transform(test);   // Score, ObjectScores, NearestMode
    /// </code></example>
    public static CosineKMeansTrainer CosineKMeans(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MLContext ml, string featureColumnName = "Features", int numberOfModes = 10) =>
        catalog.CosineKMeans(ml, new CosineKMeansTrainer.Options { FeatureColumnName = featureColumnName, NumberOfModes = numberOfModes });

    /// <summary>Creates a <see cref="CosineKMeansTrainer"/> from options.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="ml">The context: its seed decides, its log hears of the training.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static CosineKMeansTrainer CosineKMeans(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MLContext ml, CosineKMeansTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(options);
        return new CosineKMeansTrainer(ml, options);
    }
}
