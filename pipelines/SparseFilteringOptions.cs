using MlNetVad.Onnx;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Pipelines;

/// <summary>What can be chosen for <see cref="SfnVad"/> and <see cref="SibVad"/>, which differ in how the modalities meet.</summary>
[SetByPipeline(
    "Predictor.ClipColumnName", "Predictor.SemanticColumnName", "Predictor.ObjectsColumnName", "Predictor.ScoreColumnName",
    "Predictor.PredictedLabelColumnName", "Predictor.FrameErrorColumnName", "Predictor.SemanticErrorColumnName",
    "Predictor.ErrorMapColumnName", "Predictor.ObjectScoresColumnName", "Predictor.CheckpointPath", "Predictor.Resume",
    "Predictor.WorkFolder", "Predictor.Seed", "Predictor.Network.Fusion", "Predictor.AppearanceColumnName", "Predictor.AppearanceEmbeddingColumnName",
    "Detector.OutputColumnName", "Detector.ClipColumnName", "Detector.Target",
    "Caption.OutputColumnName", "Caption.ClipColumnName", "Caption.VideoColumnName", "Caption.FrameColumnName", "Caption.Frames", "Caption.Asynchronous",
    "Caption.Captioner.ObjectsColumnName", "Caption.Captioner.PerObject", "Caption.Captioner.Target", "Caption.Captioner.Foreground", "Caption.Captioner.Motion",
    "TextEncoder.OutputColumnName", "TextEncoder.InputColumnName",
    "AppearanceEncoder.OutputColumnName", "AppearanceEncoder.ClipColumnName", "AppearanceEncoder.EmbeddingColumnName", "AppearanceEncoder.EmbeddingFrames",
    "AppearanceEncoder.Frames")]
public sealed class SparseFilteringOptions : IPipelineOptions
{
    /// <summary>Whether what moves is put into words, whose embedding is predicted too: the semantic branch.</summary>
    public bool Captions = true;

    /// <summary>
    /// Whether each object's crop is predicted by itself, and a frame scores as its highest object. The network's sizes are
    /// then the crop's: begin with <see cref="ForObjects"/>.
    /// </summary>
    public bool ObjectCentric;

    /// <summary>For finding objects: a median of the training video for one fixed camera, or a running one for several scenes or drifting light.</summary>
    public BackgroundKind Background = BackgroundKind.Median;

    /// <summary>A network in an ONNX file that finds objects; null finds what moves, which needs no file.</summary>
    public ObjectDetectionEstimator.Options? Detector;

    /// <summary>What puts clips into words, and how often; by default the embedded captioner, which needs no file.</summary>
    public ClipCaptionEstimator.Options Caption = new() { Captioner = new SceneCaptioner() };

    /// <summary>
    /// A sentence encoder, <see cref="Pretrained.MiniLMOptions"/> or one in an ONNX file (<see cref="OnnxTextEmbeddingEstimator.Options"/>);
    /// null hashes words, which needs none. The network takes its width.
    /// </summary>
    public TextEncoderOptions? TextEncoder;

    /// <summary>A frozen vision tower in an ONNX file, whose tokens the network takes; null trains a small encoder along.</summary>
    public FrameEncodingEstimator.Options? AppearanceEncoder;

    /// <summary>The predictor and its training. The pipeline sets its column names, its fusion and its cancellation.</summary>
    public SparseFeatureFilteringTrainer.Options Predictor = new();

    /// <summary>Stops training; if the network is already being trained, its best weights so far are kept.</summary>
    public CancellationToken CancellationToken;

    bool IPipelineOptions.TrainsNetwork => true;

    /// <summary>
    /// Options for object-centric mode: crops of 32 x 32 px in patches of 8, wider filters, and a heavier semantic loss, so that the
    /// short sentence of an object is learned (docs/accuracy.md).
    /// </summary>
    /// <returns>New options.</returns>
    public static SparseFilteringOptions ForObjects()
    {
        PredictorOptions crops = PredictorOptions.Compact();
        (crops.Height, crops.Width, crops.PatchSize, crops.Reduction) = (32, 32, 8, 4);
        return new SparseFilteringOptions
        {
            ObjectCentric = true,
            Predictor = new SparseFeatureFilteringTrainer.Options
            {
                Network = crops,
                BatchSize = 16,
                SemanticLossWeight = 5,
                FrameWeight = 0.5f,
                SemanticWeight = 0.5f,
            },
        };
    }

    /// <summary>How clips must be loaded: as many frames as the network reads and the one that it predicts, at the video's own size.</summary>
    internal VideoOptions ClipOptions() => new()
    {
        ClipLength = Predictor.Network.InputFrames + 1,
        Target = ClipTarget.Last,
        Channels = Predictor.Network.Channels,
        CancellationToken = CancellationToken,
    };

    void IPipelineOptions.Begin(TrainingRun run)
    {
        CancellationToken = run.CancellationToken;
        Predictor.CheckpointPath = run.CheckpointPath;
        Predictor.Resume = run.Resume;
        Predictor.MaximumSteps = run.MaximumSteps ?? Predictor.MaximumSteps;
        Predictor.Progress = run.Progress;
    }
}
