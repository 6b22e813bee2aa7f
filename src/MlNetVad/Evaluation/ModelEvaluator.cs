using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>Runs a model over a labelled test set, from files to report: scores, pixel maps, trivial baselines and cost.</summary>
public static class ModelEvaluator
{
    /// <summary>Evaluates a model. Nothing of the test set enters it.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The test set with its labels, and masks where there are any.</param>
    /// <param name="options">How; the model's own threshold, latency and the set's frame rate are filled in.</param>
    /// <param name="modelPath">The zip, for the report's provenance; null if there is none.</param>
    /// <param name="progress">Told after every frame: pass 1 scores, pass 2 reads the frames for the baselines.</param>
    /// <param name="cancellationToken">Stops with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The report and the scores of every video.</returns>
    /// <exception cref="VadException">The set cannot be read, has no labels, or the model does not fit it.</exception>
    public static (VadEvaluationReport Report, IReadOnlyList<VideoScores> Scores) Evaluate(
        MLContext ml,
        VadModel model,
        VideoSource dataset,
        EvaluationOptions? options = null,
        string? modelPath = null,
        IProgress<VideoProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Evaluate(ml, model, new BaselinePass(dataset), options, modelPath, progress, cancellationToken);
    }

    /// <summary>The same, on a set whose baselines several models share.</summary>
    internal static (VadEvaluationReport Report, IReadOnlyList<VideoScores> Scores) Evaluate(
        MLContext ml,
        VadModel model,
        BaselinePass baselines,
        EvaluationOptions? options,
        string? modelPath,
        IProgress<VideoProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        VideoSource dataset = baselines.Dataset;
        DatasetLabels.Require(dataset);
        VideoOptions clips = model.ClipOptions();
        TrackFile? tracks = options?.TracksPath is { } path ? TrackFile.Read(path, dataset) : null;
        using var places = new PlacePass(dataset, new FrameFormat(clips.Height, clips.Width, 1), tracks, options?.TracksPath);
        var pass = new ScoringPass(new VideoScorer(ml, model), dataset, places);
        pass.Run(progress, cancellationToken);
        TrivialBaselines trivial = baselines.At(
            new FrameFormat(clips.Height, clips.Width, clips.Channels), model.Parts.OfType<IPictureSize>().LastOrDefault()?.WholePicture, progress, cancellationToken);

        options = (options ?? new EvaluationOptions()) with
        {
            Threshold = model.Threshold ?? 0.5,
            VideoFramesPerSecond = dataset.Videos[0].FramesPerSecond,
            ModelLatencyFrames = clips.LatencyFrames(dataset.Videos[0].FramesPerSecond),
        };
        VadEvaluationReport report = VadEvaluator.Evaluate(pass.Scores, options, new EvaluationContext
        {
            DatasetName = dataset.Name,
            CountWarning = dataset.CountWarning,
            Provenance = Provenance.Collect(modelPath),
            FramesPerSecond = pass.FramesPerSecond,
            Timing = pass.Timing,
            Latency = pass.Latency,
            Pixels = places.Pixels,
            Regions = places.Regions,
            Baselines = trivial,
            ModelSize = ModelSize.Of(model, modelPath),
            TestTimeAdaptation = model.Parts.Any(p => p.AdaptsToVideo) ? "running background" : "none",
            Notes = [.. new[] { dataset.LabelNote }.OfType<string>(), .. model.Parts.OfType<SmoothScoreTransformer>().Select(OwnSmoothing), .. model.Parts.OfType<MotionFeaturesTransformer>().Take(1).Select(_ => SelectionNotes.ObjectFeatures), .. model.Parts.Select(p => p.StandIn).OfType<string>().Distinct(), .. model.Redefinitions.Select(said => $"scores were redefined by a person after training, {said}")],
        });
        return (report, pass.Scores);
    }

    private static string OwnSmoothing(SmoothScoreTransformer step) =>
        $"the model smooths its scores itself, before any protocol: {string.Join(", ", step.Settings.Select(s => s.Value))}";
}
