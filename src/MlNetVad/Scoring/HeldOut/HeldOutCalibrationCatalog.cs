using MlNetVad.Scoring;

namespace Microsoft.ML;

/// <summary>Adds calibration on held-out videos to the transforms catalog.</summary>
public static class HeldOutCalibrationCatalog
{
    /// <summary>Creates a <see cref="HeldOutCalibrationEstimator"/>.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="scorer">What learns from normal rows and scores rows.</param>
    /// <param name="calibrator">What learns from the held-out scores, such as <c>FuseObjectScores</c> followed by <c>CalibrateScore</c>.</param>
    /// <param name="groupColumnName">The text column of the video, which is never split between folds.</param>
    /// <param name="folds">Folds, at least 2; no more than there are videos are used.</param>
    /// <param name="excerpts">What is learned from of long video; null for every row.</param>
    /// <param name="made">Anomalies to try the calibrator on, which must fuse parts by rarity; null tries nothing.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 folds, or excerpts or stretches of nothing.</exception>
    /// <example><code>
    /// var modes = ml.AnomalyDetection.Trainers.CosineKMeans(ml, "ObjectFeatures");
    /// var model = ml.Transforms.CalibrateOnHeldOut(modes, ml.Transforms.CalibrateScore("Score")).Fit(normal);
    /// </code></example>
    public static HeldOutCalibrationEstimator CalibrateOnHeldOut(
        this TransformsCatalog catalog,
        IEstimator<ITransformer> scorer,
        IEstimator<ITransformer> calibrator,
        string groupColumnName = "Video",
        int folds = 2,
        Excerpts? excerpts = null,
        MadeAnomalies? made = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(calibrator);
        ArgumentException.ThrowIfNullOrEmpty(groupColumnName);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        excerpts?.Validate();
        made?.Validate();
        return new HeldOutCalibrationEstimator(scorer, calibrator, groupColumnName, folds, excerpts, made);
    }
}
