using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Pipelines;

/// <summary>The boxes of the papers' figure, as steps that <see cref="SfnVad"/> and <see cref="SibVad"/> chain.</summary>
internal sealed class SparseFilteringSteps(MLContext ml, SparseFilteringOptions options)
{
    private const string Clip = "Clip", ObjectBoxes = "Objects", CaptionText = "Caption", Embedding = "Semantic", Appearance = "Appearance";

    /// <summary>Where something is: one box an object, in the frame to be predicted. Null where nobody reads it.</summary>
    public IEstimator<ITransformer>? Objects() => options.ObjectCentric || (options.Captions && options.Caption.Captioner is SceneCaptioner)
        ? ObjectFinding.Create(ml, options.Detector, ClipTarget.Last, options.Background, options.CancellationToken)
        : null;

    /// <summary>What happens, in words: one text a clip, or one an object; by the embedded captioner, or as in the papers by a vision-language model. Null without captions.</summary>
    public IEstimator<ITransformer>? Words()
    {
        if (!options.Captions)
        {
            return null;
        }

        ClipCaptionEstimator.Options caption = options.Caption;
        (caption.OutputColumnName, caption.ClipColumnName, caption.CancellationToken) = (CaptionText, Clip, options.CancellationToken);
        caption.Frames = options.Predictor.Network.InputFrames;
        caption.OnWarning ??= message => Warn(ml, message);
        if (caption.Captioner is SceneCaptioner scene)
        {
            (scene.ObjectsColumnName, scene.Target, scene.PerObject) = (ObjectBoxes, ClipTarget.Last, options.ObjectCentric);
            scene.Foreground = new ForegroundOptions { Background = options.Background };
        }
        else if (options.ObjectCentric)
        {
            throw new VadException(
                $"Caption.Captioner is {caption.Captioner?.GetType().Name}, which describes whole clips, but ObjectCentric needs a sentence of each object; take the {nameof(SceneCaptioner)}, or set ObjectCentric to false.");
        }

        return ml.Transforms.CaptionClip(caption);
    }

    /// <summary>The words as a vector: hashed, or as in the papers by a sentence encoder. Null without captions.</summary>
    public IEstimator<ITransformer>? Meaning()
    {
        if (!options.Captions)
        {
            return null;
        }

        if (options.TextEncoder is not { } encoder)
        {
            return ml.Transforms.EmbedText(new HashedTextEmbeddingEstimator.Options
            {
                OutputColumnName = Embedding,
                InputColumnName = CaptionText,
                Dimension = options.Predictor.Network.TextDimension,
            });
        }

        (encoder.OutputColumnName, encoder.InputColumnName) = (Embedding, CaptionText);
        return ml.Transforms.EmbedText(encoder);
    }

    /// <summary>Each input frame's tokens from a frozen vision tower; null where the network has an encoder of its own.</summary>
    public IEstimator<ITransformer>? Frames()
    {
        if (options.AppearanceEncoder is not { } encoder)
        {
            return null;
        }

        (encoder.OutputColumnName, encoder.ClipColumnName, encoder.Frames) = (Appearance, Clip, options.Predictor.Network.InputFrames);
        encoder.EmbeddingFrames = options.Predictor.Network.SkipFrames;
        return ml.Transforms.EncodeFrames(encoder);
    }

    /// <summary>Encoders, fusion, sparse filters, decoder, errors, calibration: from clips to Score and PredictedLabel.</summary>
    public SparseFeatureFilteringTrainer Predictor(FusionKind fusion)
    {
        SparseFeatureFilteringTrainer.Options predictor = options.Predictor;
        predictor.ClipColumnName = Clip;
        predictor.SemanticColumnName = options.Captions ? Embedding : null;
        predictor.ObjectsColumnName = options.ObjectCentric ? ObjectBoxes : null;
        predictor.AppearanceColumnName = options.AppearanceEncoder is null ? null : Appearance;
        predictor.AppearanceEmbeddingColumnName = options.AppearanceEncoder?.EmbeddingOutputName is not null && predictor.Network.Skip
            ? options.AppearanceEncoder.EmbeddingColumnName
            : null;
        predictor.Network.Fusion = fusion;
        predictor.Network.TextDimension = options.TextEncoder is null ? predictor.Network.TextDimension : 0;   // 0 takes the encoder's
        predictor.CancellationToken = options.CancellationToken;
        return ml.AnomalyDetection.Trainers.SparseFeatureFiltering(ml, predictor);
    }

    /// <summary>
    /// The pipeline for another scene: what a trained model's network, detector and encoders know stays; what moves, the embedded captioner's scales and all that
    /// <see cref="SparseFeatureFilteringTransformer.Adapt"/> names are learned anew. Redefinitions, which belong to a scene, are left behind.
    /// </summary>
    /// <exception cref="VadException">The model has no network of this fusion.</exception>
    public static IEstimator<ITransformer> Adapt(MLContext ml, VadModel trained, SparseFilteringOptions options, FusionKind fusion)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(options);
        SparseFeatureFilteringTransformer predictor = Network(trained, fusion)
            ?? throw new VadException("The model has no network of this pipeline to keep; adapt a model of it, or train one on the new scene.");
        (options.Captions, options.ObjectCentric, options.Detector, options.Predictor.Network) = (true, predictor.IsObjectCentric, null, predictor.Network);
        var steps = new SparseFilteringSteps(ml, options);
        return Chain(trained.Parts.Select(part => part switch
        {
            ForegroundObjectsTransformer => steps.Objects(),
            SceneCaptionTransformer => steps.Words(),
            SparseFeatureFilteringTransformer network => network.Adapt(ml, options.CancellationToken),
            ObjectDetectionTransformer or ClipCaptionTransformer or HashedTextEmbeddingTransformer or OnnxTextEmbeddingTransformer or FrameEncodingTransformer => part.Keep(),
            _ => null,
        }));
    }

    /// <summary>The network of a trained model, if it is one of a fusion; null where there is none.</summary>
    public static SparseFeatureFilteringTransformer? Network(VadModel trained, FusionKind fusion) =>
        trained.Parts.OfType<SparseFeatureFilteringTransformer>().LastOrDefault(network => network.Network.Fusion == fusion);

    /// <summary>Chains the steps that there are.</summary>
    public static IEstimator<ITransformer> Chain(params IEnumerable<IEstimator<ITransformer>?> steps) =>
        steps.OfType<IEstimator<ITransformer>>().Aggregate(new EstimatorChain<ITransformer>(), (chain, step) => chain.Append(step));

    private static void Warn(MLContext ml, string message)
    {
        using IChannel channel = ((IHostEnvironment)ml).Start("Captions");
        channel.Warning(MessageSensitivity.None, message);
    }
}
