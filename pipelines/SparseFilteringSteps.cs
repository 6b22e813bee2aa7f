using Microsoft.ML;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Pipelines;

/// <summary>The boxes of the papers' figure, as steps that <see cref="SfnVad"/> and <see cref="SibVad"/> chain.</summary>
internal sealed class SparseFilteringSteps(MLContext ml, SparseFilteringOptions options)
{
    private const string Clip = "Clip", ObjectBoxes = "Objects", Caption = "Caption", Embedding = "Semantic";

    /// <summary>Where something moves: one box an object, in the frame to be predicted.</summary>
    public ForegroundObjectsEstimator Objects() => ml.Transforms.DetectForegroundObjects(new ForegroundObjectsEstimator.Options
    {
        OutputColumnName = ObjectBoxes,
        ClipColumnName = Clip,
        Target = ClipTarget.Last,
        Foreground = new ForegroundOptions { Background = options.Background },
        CancellationToken = options.CancellationToken,
    });

    /// <summary>What moves and how, in words: one text a clip, or one an object. Stands where the papers have a vision-language model.</summary>
    public SceneCaptionEstimator Words() => ml.Transforms.DescribeScene(new SceneCaptionEstimator.Options
    {
        OutputColumnName = Caption,
        ClipColumnName = Clip,
        ObjectsColumnName = ObjectBoxes,
        Target = ClipTarget.Last,
        PerObject = options.ObjectCentric,
        Foreground = new ForegroundOptions { Background = options.Background },
        CancellationToken = options.CancellationToken,
    });

    /// <summary>The words as a vector. Stands where the papers have a sentence encoder.</summary>
    public HashedTextEmbeddingEstimator Meaning() => ml.Transforms.EmbedText(new HashedTextEmbeddingEstimator.Options
    {
        OutputColumnName = Embedding,
        InputColumnName = Caption,
        Dimension = options.Predictor.Network.TextDimension,
    });

    /// <summary>Encoders, fusion, sparse filters, decoder, errors, calibration: from clips to Score and PredictedLabel.</summary>
    public SparseFeatureFilteringTrainer Predictor(FusionKind fusion)
    {
        SparseFeatureFilteringTrainer.Options predictor = options.Predictor;
        predictor.ClipColumnName = Clip;
        predictor.SemanticColumnName = options.Captions ? Embedding : null;
        predictor.ObjectsColumnName = options.ObjectCentric ? ObjectBoxes : null;
        predictor.Network.Fusion = fusion;
        predictor.CancellationToken = options.CancellationToken;
        return ml.AnomalyDetection.Trainers.SparseFeatureFiltering(ml, predictor);
    }
}
