using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;

namespace MlNetVad.Pipelines;

/// <summary>
/// The next frame and its meaning, predicted through filters that pass only normality:
/// clips → [objects → words → meaning] → [frozen tokens] → encoders of appearance, motion and meaning → visual and motion tokens side by side
/// → decoder through sparse feature filters → next frame and next meaning → errors → calibrated score (SFN-VAD paper, figure 2).
/// </summary>
/// <remarks>
/// The frame differences of the paper's figure are no step of their own: the motion encoder subtracts neighbouring frames of
/// a clip inside the network. Without <see cref="SparseFilteringOptions.Captions"/> the first bracket is left out, without
/// <see cref="SparseFilteringOptions.AppearanceEncoder"/> the second; with <see cref="SparseFilteringOptions.ObjectCentric"/> words are of each
/// object, and the network sees its crop.
/// </remarks>
public static class SfnVad
{
    /// <summary>The video options that the pipeline's clips must be loaded with.</summary>
    /// <param name="options">The pipeline's options.</param>
    /// <returns>Options for <see cref="VideoData.Load"/>: the network's input frames and the frame that it predicts.</returns>
    public static VideoOptions ClipOptions(SparseFilteringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.ClipOptions();
    }

    /// <summary>The whole pipeline; fit it on clips of normal life.</summary>
    /// <param name="ml">The context; its seed decides the first weights and the order of the clips.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>An estimator whose model adds Score, PredictedLabel, FrameError, SemanticError and ErrorMap to a clip.</returns>
    /// <exception cref="VadException">An option is out of its range.</exception>
    public static IEstimator<ITransformer> Create(MLContext ml, SparseFilteringOptions options)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(options);
        var steps = new SparseFilteringSteps(ml, options);

        // Where something is.
        IEstimator<ITransformer>? objects = steps.Objects();

        // What happens, in words: of the scene, or of each object.
        IEstimator<ITransformer>? words = steps.Words();

        // The words as a vector.
        IEstimator<ITransformer>? meaning = steps.Meaning();

        // Tokens of a frozen vision tower, where one is given.
        IEstimator<ITransformer>? appearance = steps.Frames();

        // Encoders, fusion, filters, decoder, errors, calibration: how unlike the prediction the next frame looks and means.
        SparseFeatureFilteringTrainer predictor = steps.Predictor(FusionKind.Concat);

        return SparseFilteringSteps.Chain(objects, words, meaning, appearance, predictor);
    }

    /// <summary>
    /// The pipeline for another scene, to be fitted on minutes of its normal life: a trained model's network stays as it is; background, size of crops,
    /// pooling, places and calibration, which belong to a scene, are learned anew.
    /// </summary>
    /// <param name="ml">The context.</param>
    /// <param name="trained">A model of this pipeline, of another scene.</param>
    /// <param name="options">Background and cancellation; all else is the trained model's, and is set here.</param>
    /// <returns>An estimator like that of <see cref="Create"/>.</returns>
    /// <exception cref="VadException">The model is not one of this pipeline.</exception>
    public static IEstimator<ITransformer> Adapt(MLContext ml, VadModel trained, SparseFilteringOptions options) =>
        SparseFilteringSteps.Adapt(ml, trained, options, FusionKind.Concat);

    /// <summary>Whether a model is one of this pipeline.</summary>
    /// <param name="trained">The model.</param>
    public static bool IsOneOf(VadModel trained) => SparseFilteringSteps.Network(trained, FusionKind.Concat) is not null;
}
