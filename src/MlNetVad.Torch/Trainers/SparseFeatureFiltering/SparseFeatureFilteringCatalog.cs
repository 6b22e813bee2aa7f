using MlNetVad.Torch.Trainers;

namespace Microsoft.ML;

/// <summary>Adds the sparse-filtering predictor to the anomaly-detection trainers.</summary>
public static class SparseFeatureFilteringCatalog
{
    /// <summary>Creates a <see cref="SparseFeatureFilteringTrainer"/>: a network that predicts the next frame and its meaning through filters that pass only what is normal.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="ml">The context: its seed decides, its log hears of the training.</param>
    /// <param name="options">What can be chosen; null for the compact network on whole frames without semantics.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="MlNetVad.VadException">An option is out of its range.</exception>
    /// <example><code>
    /// var ml = new MLContext(seed: 1);
    /// var clips = VideoData.Load(ml, VideoSource.Open("normal/"), new VideoOptions { ClipLength = 5 });
    /// var model = ml.AnomalyDetection.Trainers.SparseFeatureFiltering(ml, new SparseFeatureFilteringTrainer.Options { Epochs = 4 }).Fit(clips);
    /// var scored = model.Transform(test);   // Score, PredictedLabel, FrameError, SemanticError, ErrorMap
    /// </code></example>
    public static SparseFeatureFilteringTrainer SparseFeatureFiltering(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MLContext ml, SparseFeatureFilteringTrainer.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(ml);
        return new SparseFeatureFilteringTrainer(ml, options ?? new SparseFeatureFilteringTrainer.Options());
    }
}
