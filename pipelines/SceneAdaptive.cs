using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Torch;
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

    /// <summary>S, rows and columns of an object's picture, a multiple of 32; 224 in the paper and for a CLIP, which costs three times the time.</summary>
    public int ObjectSize = 128;

    /// <summary>A CLIP of one's own, as the paper has it; null lets ResNet18 and MiniLM stand in for it.</summary>
    public ClipFileOptions? Clip;

    /// <summary>Clips of actions to learn from: a folder with a sub-folder an action, a CSV file of columns <c>video,action</c>, or <c>synthetic:actions?seed=1&amp;clips=40</c>.</summary>
    public string Actions = "synthetic:actions?seed=1&clips=40";

    /// <summary>A folder in which encoded clips of actions are kept, so that the next training need not encode them again; null for none.</summary>
    public string? ActionCacheFolder;

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
/// actions → its responses to actions → distance to the modes of normal responses → score. With a CLIP of the user's own that is the paper's
/// method. No CLIP comes with a package: in its place ResNet18 sees, with a linear map to the actions' names that is learned along, and MiniLM
/// reads each object's own sentence.
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
        ActionFeatureTrainer actions = ml.AnomalyDetection.Trainers.ActionFeatures(ml, new ActionFeatureTrainer.Options
        {
            Clips = ActionRows(ml, options),
            BoxesColumnName = "ActionObjects",
            SubtractMean = options.Clip is null,
            OutputColumnName = "Action",
            CancellationToken = options.CancellationToken,
        });
        IEstimator<ITransformer> objects = FindObjects(ml, options), frames = EncodeFrames(ml, options);
        return options.Clip is { } clip
            ? Create(ml, options, objects, frames, actions, LearnPrompts(ml, options, clip), Modes(ml, "PromptResponses", "Action", "ObjectScores", options), Action("ObjectScores"))
            : Create(
                ml,
                options,
                objects,
                frames,
                actions,
                Describe(ml, options).Append(RespondInSentences(ml, options)),
                Modes(ml, "ActionResponses", "Action", "ActionScores", options).Append(Modes(ml, "SentenceResponses", "Sentence", "ObjectScores", options)),
                Action("ActionScores"),
                Sentence());
    }

    /// <summary>
    /// The pipeline for another scene, to be fitted on minutes of its normal life: what a trained model knows of actions, its prompts and its modes
    /// stay; background, scale and calibration, which belong to a scene, are learned anew.
    /// </summary>
    /// <param name="ml">The context.</param>
    /// <param name="trained">A model of this pipeline, of another scene.</param>
    /// <param name="options">What can be chosen; detector, encoder, size of objects, actions, prompts and modes are the trained model's.</param>
    /// <returns>An estimator like that of <see cref="Create(MLContext, SceneAdaptiveOptions)"/>.</returns>
    /// <exception cref="VadException">The model is not one of this pipeline.</exception>
    public static IEstimator<ITransformer> Adapt(MLContext ml, VadModel trained, SceneAdaptiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(options);
        if (!IsOneOf(trained))
        {
            throw new VadException("The model has learned no actions to keep; adapt a model of the SceneAdaptive pipeline, or train one on the new scene.");
        }

        IEstimator<ITransformer> Kept<T>() => trained.Parts.Where(part => part is T).Aggregate(new EstimatorChain<ITransformer>(), (chain, part) => chain.Append(part.Keep()));
        options.ObjectSize = trained.Parts.OfType<ObjectClipsTransformer>().Last().Size;
        bool finds = trained.Parts.OfType<ObjectDetectionTransformer>().Any(), reads = trained.Parts.OfType<SceneCaptionTransformer>().Any();
        IEstimator<ITransformer> objects = finds ? Kept<ObjectDetectionTransformer>() : FindObjects(ml, options), responses = Kept<ActionResponseTransformer>();
        IEstimator<ITransformer> actions = Kept<ActionFeatureTransformer>(), modes = Kept<CosineKMeansTransformer>();
        return reads
            ? Create(ml, options, objects, Kept<ObjectClipEncodingTransformer>(), actions, Describe(ml, options).Append(responses), modes, Action("ActionScores"), Sentence())
            : Create(ml, options, objects, Kept<ClipTowerEncodingTransformer>(), actions, responses, modes, Action("ObjectScores"));
    }

    /// <summary>Whether a model is one of this pipeline.</summary>
    /// <param name="trained">The model.</param>
    public static bool IsOneOf(VadModel trained) => trained.Parts.OfType<ActionFeatureTransformer>().Any();

    private static IEstimator<ITransformer> Create(
        MLContext ml,
        SceneAdaptiveOptions options,
        IEstimator<ITransformer> findObjects,
        IEstimator<ITransformer> encode,
        IEstimator<ITransformer> learnActions,
        IEstimator<ITransformer> respond,
        IEstimator<ITransformer> modes,
        params TailFusionEstimator.Part[] parts)
    {
        double framesPerSecond = options.FramesPerSecond > 0 ? options.FramesPerSecond : new VideoOptions().AssumedFramesPerSecond;

        // Where something moves, or what the detector knows: x, y, width, height, confidence, class of each object.
        IEstimator<ITransformer> objects = findObjects;

        // S: its pixels in the frames around, once a second.
        ObjectClipsEstimator clips = Crop(ml, options, (int)Math.Max(1, Math.Round(framesPerSecond / TurnsPerSecond)));

        // F_1 … F_n: what each frame looks like.
        IEstimator<ITransformer> frames = encode;

        // F^video: what it does, learned from clips of actions.
        IEstimator<ITransformer> actions = learnActions;

        // R: its responses, to actions in learned words; or, without CLIP, to the actions that were learned and, of its sentence, to others.
        IEstimator<ITransformer> responses = respond;

        // How rare the distance to the nearest of the modes of normal responses, Center_1 … Center_M, is in normal life that was not trained on; the rarest decides.
        TailFusionEstimator rarity = ml.Transforms.FuseByRarity(new TailFusionEstimator.Options { OutputColumnName = "Score", Parts = parts });

        // An anomaly lasts: the mean of a second.
        SmoothScoreEstimator smoothing = ml.Transforms.SmoothScore("Score", width: (int)Math.Max(1, Math.Round(framesPerSecond)));

        // 0 is a typical normal frame, 0.5 the threshold that the chosen share of normal frames stays below.
        CalibrateScoreEstimator calibration = ml.Transforms.CalibrateScore(new CalibrateScoreEstimator.Options
        {
            OutputColumnName = "Score",
            FalseAlarmQuantile = options.FalseAlarmQuantile,
            GroupColumnName = "Video",
        });

        return objects.Append(clips).Append(frames).Append(actions).Append(responses).Append(ml.Transforms.CalibrateOnHeldOut(
            modes, ml.Transforms.CalibrateOnHeldOut(rarity.Append(smoothing), calibration, folds: Folds), folds: Folds));
    }

    private static TailFusionEstimator.Part Action(string scores) => Part("action", "ActionScore", scores, "ActionObjects");

    private static TailFusionEstimator.Part Sentence() => Part("sentence", "SentenceScore", "ObjectScores", "Objects");

    private static TailFusionEstimator.Part Part(string name, string score, string scores, string boxes) =>
        new(name, score, LeastDifference: 0.01, new PartPlaces(scores, boxes));

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

    private static IEstimator<ITransformer> EncodeFrames(MLContext ml, SceneAdaptiveOptions options) => options.Clip is { } clip
        ? ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips", clip.WeightsPath)
        : ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips");

    // k learned vectors around each name of the list
    private static ActionPromptTrainer LearnPrompts(MLContext ml, SceneAdaptiveOptions options, ClipFileOptions clip) =>
        ml.AnomalyDetection.Trainers.ActionPrompts(ml, new ActionPromptTrainer.Options
        {
            FeatureColumnName = "Action",
            OutputColumnName = "PromptResponses",
            WeightsPath = clip.WeightsPath,
            Tokenize = ClipTokenizer.Open(clip.VocabularyPath).Encode,
            Actions = PromptList.Read(options.Prompts),
            CancellationToken = options.CancellationToken,
        });

    private static IEstimator<ITransformer> FindObjects(MLContext ml, SceneAdaptiveOptions options) =>
        ObjectFinding.Create(ml, options.Detector, ClipTarget.Middle, BackgroundKind.Median, options.CancellationToken);

    // each object's sentence, and what that means
    private static IEstimator<ITransformer> Describe(MLContext ml, SceneAdaptiveOptions options)
    {
        SceneCaptionEstimator sentences = ml.Transforms.DescribeScene(new SceneCaptionEstimator.Options
        {
            OutputColumnName = "Sentences",
            Target = ClipTarget.Middle,
            PerObject = true,
            CancellationToken = options.CancellationToken,
        });
        return sentences.Append(ml.Transforms.EmbedText("Meanings", "Sentences", PretrainedText.MiniLM));
    }

    // its responses to the prompts
    private static IEstimator<ITransformer> RespondInSentences(MLContext ml, SceneAdaptiveOptions options)
    {
        string[] prompts = PromptList.Read(options.Prompts);
        IDataView read = Meanings(ml, PromptList.Rows(ml, prompts));
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
        IDataView encoded = Crop(ml, options, framesPerTurn: 4).Append(EncodeFrames(ml, options)).Fit(labelled).Transform(labelled);
        IDataView named = options.Clip is { } clip ? clip.ReadNames(ml, encoded, ActionClips.Names(options.Actions)) : Meanings(ml, encoded);
        return options.ActionCacheFolder is { } folder
            ? EncodedActions.Kept(
                ml,
                ml.Transforms.SelectColumns("ObjectFrames", "ActionObjects", "Video", "Frame", "Action", "ActionText").Fit(named).Transform(named),
                folder, options.Actions, $"{options.Clip?.Identity ?? "ResNet18, MiniLM"}, {options.ObjectFrames} frames of {options.ObjectSize} px")
            : named;
    }

    private static IDataView Meanings(MLContext ml, IDataView actions) =>
        ml.Transforms.EmbedText("ActionText", "Action", PretrainedText.MiniLM).Fit(actions).Transform(actions);
}
