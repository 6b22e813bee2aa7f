using Microsoft.ML;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Scale;

namespace MlNetVad.Pipelines;

/// <summary>What can be chosen for <see cref="NormalModes"/>.</summary>
[SetByPipeline("FramesPerSecond", "TrainingFrames", "Detector.OutputColumnName", "Detector.ClipColumnName", "Detector.Target")]
public sealed class NormalModesOptions : IPipelineOptions
{
    /// <summary>Modes of normal motion, M; 10 for UCSD Ped2.</summary>
    public int NumberOfModes = 10;

    /// <summary>
    /// Frames in a clip, T. An object's tube follows the flow between them, so ten frames hold the recipe's tube of nine:
    /// four frames before the target and the flow of four after it.
    /// </summary>
    public int ClipLength = 10;

    /// <summary>
    /// The frame of a clip that is scored. With <see cref="ClipTarget.Middle"/> a tube looks both ways, as the recipe has
    /// it, and a live score comes ClipLength / 2 frames late (5 of 10); with <see cref="ClipTarget.Last"/> there is no latency.
    /// </summary>
    public ClipTarget Target = ClipTarget.Middle;

    /// <summary>A median of the training video, as it is or in the light of each frame, for one fixed camera, or a running one for several scenes.</summary>
    public BackgroundKind Background = BackgroundKind.LitMedian;

    /// <summary>A network in an ONNX file that finds objects; null finds what moves, which needs no file.</summary>
    public ObjectDetectionEstimator.Options? Detector;

    /// <summary>Share of held-out normal frames that stay below the threshold, 0.5 … 1.</summary>
    public double FalseAlarmQuantile = 0.995;

    /// <summary>
    /// Frames a second that are looked at; 0 until <see cref="NormalModes.ClipOptions"/> has taken it from the training videos: theirs, or, where that gives a
    /// thousand rows and more, of theirs as few as are not farther apart than those of a clip.
    /// </summary>
    public double FramesPerSecond;

    /// <summary>
    /// Frames of the training videos that are looked at, where that is known; 0 until <see cref="NormalModes.ClipOptions"/> has taken it from them. Of more than 9,000 so
    /// many are learned from, in stretches of ten seconds.
    /// </summary>
    public long TrainingFrames;

    /// <summary>Stops training with <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken;

    bool IPipelineOptions.TrainsNetwork => false;

    void IPipelineOptions.Begin(TrainingRun run) => CancellationToken = run.CancellationToken;
}

/// <summary>
/// What normal life looks like, with ResNet18 of a package for looks and no other weights unless a detector is given:
/// clips → what moves and how, what has moved in and how it is placed, what the picture and its places look like
/// → distance to normal modes, postures, stays and looks, less what light and season change slowly → how rare that is in held-out normal video → the rarest part → score (motion by the object-features recipe and the
/// scene-adaptive SVAD paper's modes on an embedded descriptor).
/// </summary>
public static class NormalModes
{
    private const double EncodingsPerSecond = 2;
    private const int Folds = 5;
    private const double MostFrames = 9000;   // that scorers learn from: a quarter of an hour at ten a second
    private const double FewRows = 1000;      // of which every frame counts
    private const double Hair = 0.01;         // 29.97 frames a second are thirty
    private const double ExcerptSeconds = 10;
    private const double MadeSeconds = 2;     // as long as a made anomaly lasts
    private const int MostPictures = 2048;    // vectors, 2 MB in the model
    private const int MostPlaces = 12_288;    // vectors, 6 MB

    /// <summary>The video options that the pipeline's clips must be loaded with: frames 0.1 s apart, at least ten a second where there are as many, at the videos' working size, in colour where they have colour.</summary>
    /// <param name="options">The pipeline's options.</param>
    /// <param name="training">The training videos, which are looked at for seconds; a trained model knows its own clips (<c>VadModel.ClipOptions</c>).</param>
    /// <returns>Options for <see cref="VideoData.Load"/>.</returns>
    /// <exception cref="VadException">A video cannot be opened.</exception>
    public static VideoOptions ClipOptions(NormalModesOptions options, VideoSource training)
    {
        ArgumentNullException.ThrowIfNull(options);
        WorkingSize size = WorkingSize.Learn(training, options.CancellationToken);
        var clips = new VideoOptions
        {
            ClipLength = options.ClipLength,
            Target = options.Target,
            FrameInterval = 0.1,
            Height = size.Height,
            Width = size.Width,
            Channels = size.Channels,
            CancellationToken = options.CancellationToken,
        };
        if (options.FramesPerSecond <= 0)
        {
            double[] rates = [.. training.Videos.Select(v => v.FramesPerSecond ?? clips.AssumedFramesPerSecond).Order()];
            double rate = rates[rates.Length / 2], every = Math.Max(1, Math.Floor((rate * clips.FrameInterval) + Hair));
            options.FramesPerSecond = training.ExpectedFrameCount / every >= FewRows ? rate / every : rate;
        }

        clips.MostFramesPerSecond = options.FramesPerSecond;

        options.TrainingFrames = (long)training.Videos.Sum(v => (v.ExpectedFrameCount ?? 0) / Math.Max(1, (v.FramesPerSecond ?? 0) / options.FramesPerSecond));
        return clips;
    }

    /// <summary>The whole pipeline; fit it on clips of normal life.</summary>
    /// <param name="ml">The context; its seed decides the modes.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>An estimator whose model adds Objects, ObjectScores, Score and PredictedLabel to a clip.</returns>
    public static IEstimator<ITransformer> Create(MLContext ml, NormalModesOptions options)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(options);
        return Create(
            ml,
            options,
            ObjectFinding.Create(ml, options.Detector, options.Target, options.Background, options.CancellationToken),
            ml.AnomalyDetection.Trainers.CosineKMeans(ml, new CosineKMeansTrainer.Options
            {
                FeatureColumnName = "ObjectFeatures",
                NumberOfModes = options.NumberOfModes,
                ScoreColumnName = "ModeScore",
                ObjectScoresColumnName = "ModeScores",
                CancellationToken = options.CancellationToken,
            }));
    }

    /// <summary>
    /// The pipeline for another scene, to be fitted on minutes of its normal life: a trained model's ways to move stay; background,
    /// scale, places, looks and calibration, which belong to a scene, are learned anew.
    /// </summary>
    /// <param name="ml">The context.</param>
    /// <param name="trained">A model of this pipeline, of another scene.</param>
    /// <param name="options">What can be chosen; modes and detector are the trained model's.</param>
    /// <returns>An estimator like that of <see cref="Create(MLContext, NormalModesOptions)"/>.</returns>
    /// <exception cref="VadException">The model is not one of this pipeline.</exception>
    public static IEstimator<ITransformer> Adapt(MLContext ml, VadModel trained, NormalModesOptions options)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(options);
        CosineKMeansTransformer modes = trained.Parts.OfType<CosineKMeansTransformer>().FirstOrDefault(_ => trained.Parts.OfType<MotionFeaturesTransformer>().Any())
            ?? throw new VadException("The model has no modes of normal motion to keep; adapt a model of the NormalModes pipeline, or train one on the new scene.");
        ObjectDetectionTransformer? detector = trained.Parts.OfType<ObjectDetectionTransformer>().FirstOrDefault();
        return Create(
            ml,
            options,
            detector is null ? ObjectFinding.Create(ml, null, options.Target, options.Background, options.CancellationToken) : detector.Keep(),
            modes.Keep());
    }

    private static IEstimator<ITransformer> Create(MLContext ml, NormalModesOptions options, IEstimator<ITransformer> findObjects, IEstimator<ITransformer> modes)
    {
        double framesPerSecond = options.FramesPerSecond > 0 ? options.FramesPerSecond : new VideoOptions().AssumedFramesPerSecond;

        // Where something moves, or what the detector knows: x, y, width, height, confidence, class of each object.
        IEstimator<ITransformer> objects = findObjects;

        // How it moves: an oriented-flow histogram of its tube, and its speed.
        MotionFeaturesEstimator motion = ml.Transforms.MotionFeatures(new MotionFeaturesEstimator.Options
        {
            OutputColumnName = "ObjectFeatures",
            SpeedColumnName = "ObjectSpeed",
            ClipColumnName = "Clip",
            ObjectsColumnName = "Objects",
            Target = options.Target,
            Foreground = new ForegroundOptions { Background = options.Background },
            CancellationToken = options.CancellationToken,
        });

        // What has moved in and is still there, whether it moves or not: its place, size and posture, and how long it has stayed.
        PresentObjectsEstimator present = ml.Transforms.FindPresentObjects(new PresentObjectsEstimator.Options
        {
            OutputColumnName = "Present",
            ClipColumnName = "Clip",
            Target = options.Target,
            FramesPerSecond = framesPerSecond,
            CancellationToken = options.CancellationToken,
        });

        // What the picture and its places look like, twice a second.
        FrameAppearanceEstimator appearance = ml.Transforms.EncodeAppearance(new FrameAppearanceEstimator.Options
        {
            OutputColumnName = "Appearance",
            ClipColumnName = "Clip",
            Target = options.Target,
            FramesPerEncoding = (int)Math.Max(1, Math.Round(framesPerSecond / EncodingsPerSecond)),
        });

        // Whether the camera itself is covered, dark, moved or frozen: an alarm then says so; no score changes.
        CameraStateEstimator camera = ml.Transforms.WatchCamera(new CameraStateEstimator.Options
        {
            OutputColumnName = "Camera",
            ClipColumnName = "Clip",
            Target = options.Target,
            FramesPerSecond = framesPerSecond,
            CancellationToken = options.CancellationToken,
        });

        // How far that is from each normal way to move, to be placed, to stay and to look.
        IEstimator<ITransformer> scorer = modes
            .Append(ml.Transforms.ScaleByPlace("ObjectPace", "ObjectSpeed", "Objects"))
            .Append(Nearest(ml, "Present", "Posture", options))
            .Append(Nearest(ml, "PresentStay", "Stay", options))
            .Append(Memory(ml, "Appearance", "Scene", gridColumns: 1, MostPictures, options))
            .Append(Memory(ml, "AppearancePlaces", "Looks", gridColumns: 7, MostPlaces, options));

        // Mode distance and speed on one scale; who stands still is not judged by direction.
        ObjectFusionEstimator motionScore = ml.Transforms.FuseObjectScores(new ObjectFusionEstimator.Options
        {
            OutputColumnName = "Motion",
            ObjectScoresColumnName = "ObjectScores",
            Parts =
            [
                new ObjectFusionEstimator.Part("ObjectPace"),
                new ObjectFusionEstimator.Part("ModeScores", GateColumnName: "ObjectPace"),
            ],
        });

        // How rare each is in normal life that was not trained on; the rarest decides.
        TailFusionEstimator.Part[] parts =
        [
            new("motion", "Motion", LeastDifference: 0.1, new PartPlaces("ObjectScores", "Objects")),
            new("posture", "Posture", LeastDifference: 0.1, new PartPlaces("PostureScores", "PresentBoxes")),
            new("stay", "Stay", LeastDifference: 0.1, new PartPlaces("StayScores", "PresentBoxes")),
            new("amount", "PresentArea", LeastDifference: 0.1),
            new("scene", "Scene", LeastDifference: 0.02),
            new("looks", "Looks", LeastDifference: 0.02, new PartPlaces("LooksScores", GridColumns: 7)),
        ];

        // An anomaly lasts: the mean of a second.
        SmoothScoreEstimator smoothing = ml.Transforms.SmoothScore("Score", width: (int)Math.Max(1, Math.Round(framesPerSecond)));

        // 0 is a typical normal frame, 0.5 the threshold that the chosen share of normal frames stays below.
        CalibrateScoreEstimator calibration = ml.Transforms.CalibrateScore(new CalibrateScoreEstimator.Options
        {
            OutputColumnName = "Score",
            FalseAlarmQuantile = options.FalseAlarmQuantile,
            GroupColumnName = "Video",
        });

        IEstimator<ITransformer> Calibrator(IReadOnlyCollection<string> leftOut)
        {
            TailFusionEstimator.Part[] heard = [.. parts.Select(part => part with { IsHeard = !leftOut.Contains(part.Name) })];

            // Light and season change what a picture looks like; what comes slowly, without an alarm, becomes normal.
            SlowChangeEstimator follow = ml.Transforms.FollowSlowChange(new SlowChangeEstimator.Options { Parts = heard, ColumnNames = ["Scene", "Looks"], FramesPerSecond = framesPerSecond });
            TailFusionEstimator fusion = ml.Transforms.FuseByRarity(new TailFusionEstimator.Options { OutputColumnName = "Score", Parts = heard });
            return motionScore.Append(follow).Append(ml.Transforms.CalibrateOnHeldOut(fusion.Append(smoothing), calibration, folds: Folds));
        }

        // What each part should find, made of normal rows: a part that does not is left out.
        MadeKind[] kinds =
        [
            MadeKinds.Faster("motion", "ObjectSpeed", "ObjectFeatures", new MotionOptions()),
            MadeKinds.AnotherWay("motion", "ObjectFeatures", new MotionOptions()),
            MadeKinds.Larger("posture", "Present"),
            MadeKinds.OnItsSide("posture", "Present"),
            MadeKinds.Elsewhere("posture", "Present"),
            MadeKinds.Stays("stay", "PresentStay"),
            MadeKinds.More("amount", "PresentArea"),
            MadeKinds.AnotherPicture("scene", "Appearance"),
            MadeKinds.OtherLooks("looks", "AppearancePlaces"),
        ];

        return objects
            .Append(motion)
            .Append(present)
            .Append(appearance)
            .Append(camera)
            .Append(ml.Transforms.CalibrateOnHeldOut(
                scorer,
                Calibrator([]),
                folds: Folds,
                excerpts: options.TrainingFrames > MostFrames ? new Excerpts(MostFrames / options.TrainingFrames, (int)Math.Ceiling(ExcerptSeconds * framesPerSecond)) : null,
                made: new MadeAnomalies(kinds, Calibrator, StretchRows: (int)Math.Ceiling(MadeSeconds * framesPerSecond))));
    }

    // a picture or a place is as unusual as the nearest that normal life has shown there is unlike it
    private static MemoryBankTrainer Memory(MLContext ml, string features, string score, int gridColumns, int most, NormalModesOptions options) =>
        ml.AnomalyDetection.Trainers.MemoryBank(new MemoryBankTrainer.Options
        {
            FeatureColumnName = features,
            ScoreColumnName = score,
            PlaceScoresColumnName = score + "Scores",
            GridColumns = gridColumns,
            MaximumVectors = most,
            CancellationToken = options.CancellationToken,
        });

    // an object is as unusual as the fourth normal one of its kind is far away
    private static NearestNeighborsTrainer Nearest(MLContext ml, string features, string score, NormalModesOptions options) =>
        ml.AnomalyDetection.Trainers.NearestNeighbors(ml, new NearestNeighborsTrainer.Options
        {
            FeatureColumnName = features,
            ScoreColumnName = score,
            ObjectScoresColumnName = score + "Scores",
            CancellationToken = options.CancellationToken,
        });
}
