using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Torch.Trainers;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Scale;

namespace MlNetVad.Pipelines;

/// <summary>What can be chosen for <see cref="SceneAdaptive"/>.</summary>
[SetByPipeline("FramesPerSecond", "Detector.OutputColumnName", "Detector.ClipColumnName", "Detector.Target")]
public sealed class SceneAdaptiveOptions : IPipelineOptions
{
    /// <summary>M, modes of normal responses (section 4.2): 10 for UCSD Ped2 and Avenue, 20 for ShanghaiTech.</summary>
    public int NumberOfModes = 10;

    /// <summary>n, frames of an object's clip, 0.1 s apart (section 4.6: 9).</summary>
    public int ObjectFrames = 9;

    /// <summary>S, rows and columns of an object's picture, a multiple of 32; 224 in the paper, which costs three times the time.</summary>
    public int ObjectSize = 128;

    /// <summary>Clips of actions to learn from: a folder with a sub-folder an action, or <c>synthetic:actions?seed=1&amp;clips=40</c>.</summary>
    public string Actions = "synthetic:actions?seed=1&clips=40";

    /// <summary>A file with the actions that objects' sentences respond to, one a line or a table <c>id,name</c>, such as the 400 names of Kinetics that the paper takes; null for some hundred everyday ones.</summary>
    public string? Prompts;

    /// <summary>A network in an ONNX file that finds objects, as the paper has it; null finds what moves, which needs no file.</summary>
    public ObjectDetectionEstimator.Options? Detector;

    /// <summary>Share of held-out normal frames that stay below the threshold, 0.5 … 1.</summary>
    public double FalseAlarmQuantile = 0.995;

    /// <summary>Frames a second of the video; 0 until <see cref="SceneAdaptive.ClipOptions"/> has taken it from the training videos.</summary>
    public double FramesPerSecond;

    /// <summary>Stops training with <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken;

    bool IPipelineOptions.TrainsNetwork => false;

    void IPipelineOptions.Begin(TrainingRun run) => CancellationToken = run.CancellationToken;
}

/// <summary>
/// Scene-adaptive SVAD, read like the paper's figure 2: objects → a clip of each → its frames encoded → what it does, learned from clips of
/// actions → its responses to actions → distance to the modes of normal responses → score. No CLIP comes with a package. In its place
/// ResNet18 sees, with a linear map to the actions' names that is learned along, and MiniLM reads each object's own sentence.
/// </summary>
public static class SceneAdaptive
{
    private const double TurnsPerSecond = 1;    // nine frames 0.1 s apart are nearly that long
    private const int Folds = 5;

    /// <summary>The video options that the pipeline's clips must be loaded with: frames 0.1 s apart, at the videos' working size, in colour where they have colour.</summary>
    /// <param name="options">The pipeline's options.</param>
    /// <param name="training">The training videos, which are looked at for seconds; a trained model knows its own clips (<c>VadModel.ClipOptions</c>).</param>
    /// <returns>Options for <see cref="VideoData.Load"/>.</returns>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public static VideoOptions ClipOptions(SceneAdaptiveOptions options, VideoSource training)
    {
        ArgumentNullException.ThrowIfNull(options);
        WorkingSize size = WorkingSize.Learn(training, options.CancellationToken);
        var clips = new VideoOptions
        {
            ClipLength = options.ObjectFrames,
            Target = ClipTarget.Middle,
            FrameInterval = 0.1,
            Height = size.Height,
            Width = size.Width,
            Channels = size.Channels,
            CancellationToken = options.CancellationToken,
        };
        if (options.FramesPerSecond <= 0)
        {
            double[] rates = [.. training.Videos.Select(v => v.FramesPerSecond ?? clips.AssumedFramesPerSecond).Order()];
            options.FramesPerSecond = rates[rates.Length / 2];
        }

        return clips;
    }

    /// <summary>The whole pipeline; fit it on clips of normal life.</summary>
    /// <param name="ml">The context; its seed decides the modes and the first weights.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>An estimator whose model adds Objects, ObjectScores, Score and PredictedLabel to a clip.</returns>
    /// <exception cref="VadException">An option is out of its range, or the prompts cannot be read.</exception>
    public static IEstimator<ITransformer> Create(MLContext ml, SceneAdaptiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(options);
        double framesPerSecond = options.FramesPerSecond > 0 ? options.FramesPerSecond : new VideoOptions().AssumedFramesPerSecond;

        // Where something moves, or what the detector knows: x, y, width, height, confidence, class of each object.
        IEstimator<ITransformer> objects = ObjectFinding.Create(ml, options.Detector, ClipTarget.Middle, BackgroundKind.Median, options.CancellationToken);

        // S: its pixels in the frames around, once a second.
        ObjectClipsEstimator clips = Crop(ml, options, (int)Math.Max(1, Math.Round(framesPerSecond / TurnsPerSecond)));

        // F_1 … F_n: what each frame looks like.
        ObjectClipEncodingEstimator frames = ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips");

        // F^video and R: what it does, learned from clips of actions, and its responses to them.
        ActionFeatureTrainer actions = ml.AnomalyDetection.Trainers.ActionFeatures(ml, new ActionFeatureTrainer.Options
        {
            Clips = ActionRows(ml, options),
            BoxesColumnName = "ActionObjects",
            SubtractMean = true,
            OutputColumnName = "Action",
            CancellationToken = options.CancellationToken,
        });

        // And in words: its sentence, what that means, and its responses to the prompts.
        SceneCaptionEstimator sentences = ml.Transforms.DescribeScene(new SceneCaptionEstimator.Options
        {
            OutputColumnName = "Sentences",
            Target = ClipTarget.Middle,
            PerObject = true,
            CancellationToken = options.CancellationToken,
        });
        OnnxTextEmbeddingEstimator meanings = ml.Transforms.EmbedText("Meanings", "Sentences", PretrainedText.MiniLM);
        ActionResponseEstimator responses = RespondTo(ml, PromptList.Read(options.Prompts));

        // Center_1 … Center_M: the modes of normal responses, and the distance to the nearest.
        IEstimator<ITransformer> modes = Modes(ml, "ActionResponses", "Action", "ActionScores", options)
            .Append(Modes(ml, "SentenceResponses", "Sentence", "ObjectScores", options));

        // How rare each is in normal life that was not trained on; the rarest decides.
        TailFusionEstimator rarity = ml.Transforms.FuseByRarity(new TailFusionEstimator.Options
        {
            OutputColumnName = "Score",
            Parts =
            [
                new TailFusionEstimator.Part("action", "ActionScore", LeastDifference: 0.01, new PartPlaces("ActionScores", "ActionObjects")),
                new TailFusionEstimator.Part("sentence", "SentenceScore", LeastDifference: 0.01, new PartPlaces("ObjectScores", "Objects")),
            ],
        });

        // An anomaly lasts: the mean of a second.
        SmoothScoreEstimator smoothing = ml.Transforms.SmoothScore("Score", width: (int)Math.Max(1, Math.Round(framesPerSecond)));

        // 0 is a typical normal frame, 0.5 the threshold that the chosen share of normal frames stays below.
        CalibrateScoreEstimator calibration = ml.Transforms.CalibrateScore(new CalibrateScoreEstimator.Options
        {
            OutputColumnName = "Score",
            FalseAlarmQuantile = options.FalseAlarmQuantile,
            GroupColumnName = "Video",
        });

        return objects.Append(clips).Append(frames).Append(actions).Append(sentences).Append(meanings).Append(responses).Append(ml.Transforms.CalibrateOnHeldOut(
            modes, ml.Transforms.CalibrateOnHeldOut(rarity.Append(smoothing), calibration, folds: Folds), folds: Folds));
    }

    private static CosineKMeansTrainer Modes(MLContext ml, string responses, string name, string objectScores, SceneAdaptiveOptions options) =>
        ml.AnomalyDetection.Trainers.CosineKMeans(ml, new CosineKMeansTrainer.Options
        {
            FeatureColumnName = responses,
            NumberOfModes = options.NumberOfModes,
            ScoreColumnName = name + "Score",
            ObjectScoresColumnName = objectScores,
            NearestModeColumnName = name + "Mode",
            CancellationToken = options.CancellationToken,
        });

    private static ActionResponseEstimator RespondTo(MLContext ml, string[] prompts)
    {
        IDataView read = Read(ml, PromptList.Rows(ml, prompts));
        return ml.Transforms.RespondToActions("SentenceResponses", "Meanings", prompts, [.. read.GetColumn<float[]>("ActionText").SelectMany(text => text)]);
    }

    private static ObjectClipsEstimator Crop(MLContext ml, SceneAdaptiveOptions options, int framesPerTurn) =>
        ml.Transforms.CropObjects(new ObjectClipsEstimator.Options
        {
            BoxesColumnName = "ActionObjects",
            Frames = options.ObjectFrames,
            Size = options.ObjectSize,
            Target = ClipTarget.Middle,
            FramesPerTurn = framesPerTurn,
        });

    // labelled clips with their frames encoded and their names read; nothing is computed yet
    private static IDataView ActionRows(MLContext ml, SceneAdaptiveOptions options)
    {
        IDataView labelled = ActionClips.Load(ml, options.Actions, options.ObjectFrames, options.CancellationToken);
        IDataView encoded = Crop(ml, options, framesPerTurn: 4).Append(ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips")).Fit(labelled).Transform(labelled);
        return Read(ml, encoded);
    }

    private static IDataView Read(MLContext ml, IDataView actions) =>
        ml.Transforms.EmbedText("ActionText", "Action", PretrainedText.MiniLM).Fit(actions).Transform(actions);
}
