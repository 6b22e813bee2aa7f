using MlNetVad.Torch.Trainers;

namespace Microsoft.ML;

/// <summary>Adds learned prompts to the anomaly-detection trainers.</summary>
public static class ActionPromptCatalog
{
    /// <summary>Creates an <see cref="ActionPromptTrainer"/>: words around the actions' names that a scene's normal objects answer to best.</summary>
    /// <param name="catalog">The trainers of the anomaly-detection catalog.</param>
    /// <param name="ml">The context: its seed decides, its log hears of the training.</param>
    /// <param name="options">What can be chosen; the weights, the actions and the tokenizer must be.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="MlNetVad.VadException">An option is missing or out of its range.</exception>
    /// <example><code>
    /// var prompts = ml.AnomalyDetection.Trainers.ActionPrompts(ml, new ActionPromptTrainer.Options
    /// {
    ///     WeightsPath = "clip-vit-base-patch16/model.safetensors",
    ///     Tokenize = ClipTokenizer.Open("clip-vit-base-patch16/merges.txt").Encode,
    ///     Actions = File.ReadAllLines("kinetics-400.txt"),
    /// });
    /// </code></example>
    public static ActionPromptTrainer ActionPrompts(this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, MLContext ml, ActionPromptTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(options);
        return new ActionPromptTrainer(ml, options);
    }
}
