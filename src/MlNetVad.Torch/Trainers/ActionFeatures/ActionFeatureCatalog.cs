using MlNetVad.Torch.Trainers;

namespace Microsoft.ML;

/// <summary>Adds action features to the anomaly-detection trainers.</summary>
public static class ActionFeatureCatalog
{
    /// <summary>Creates an <see cref="ActionFeatureTrainer"/>: what an object does, learned from clips of actions that have names.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="ml">The context: its seed decides, its log hears of the training.</param>
    /// <param name="options">What can be chosen; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="MlNetVad.VadException">An option is out of its range.</exception>
    /// <example><code>
    /// var ml = new MLContext(seed: 1);
    /// var clips = ActionClips.Load(ml, "actions/");   // a sub-folder an action
    /// var model = ml.Transforms.CropObjects("ObjectClips")
    ///     .Append(ml.Transforms.EncodeObjectClips("ObjectFrames"))
    ///     .Append(ml.Transforms.EmbedText("ActionText", "Action", PretrainedText.MiniLM))
    ///     .Append(ml.AnomalyDetection.Trainers.ActionFeatures(ml)).Fit(clips);
    /// </code></example>
    public static ActionFeatureTrainer ActionFeatures(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MLContext ml, ActionFeatureTrainer.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(ml);
        return new ActionFeatureTrainer(ml, options ?? new ActionFeatureTrainer.Options());
    }
}
