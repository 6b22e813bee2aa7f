using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>Evaluates scores that came from elsewhere against a labelled data set: the same figures, tables and baselines as for a model.</summary>
public static class ScoresEvaluator
{
    /// <summary>Evaluates one or several methods on the same set.</summary>
    /// <param name="methods">Names and paths, as <see cref="ScoreFiles.FindMethods"/> gives them.</param>
    /// <param name="dataset">The set with its labels; its frames are read once, for the trivial baselines.</param>
    /// <param name="options">How; the set's frame rate is filled in. A threshold of NaN means that there is none.</param>
    /// <param name="progress">Told after every frame, pass 2 as in <see cref="ModelEvaluator"/>.</param>
    /// <param name="cancellationToken">Stops with <see cref="OperationCanceledException"/>.</param>
    /// <returns>One entry a method, in the given order.</returns>
    /// <exception cref="VadException">A file cannot be read, or its videos, frames or labels do not fit the set; the message lists what.</exception>
    public static IReadOnlyList<ScoredMethod> Evaluate(
        IReadOnlyList<(string Name, string Path)> methods,
        VideoSource dataset,
        EvaluationOptions? options = null,
        IProgress<VideoProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(dataset);
        IReadOnlyList<VideoScores> set = DatasetLabels.Read(dataset, cancellationToken);
        (string Name, string Path, IReadOnlyList<VideoScores> Scores)[] read = Read(methods, set);
        FrameFormat native = dataset.Videos[0].NativeFormat;
        TrivialBaselines baselines = new BaselinePass(dataset).At(new FrameFormat(native.Height, native.Width, 1), null, progress, cancellationToken);
        return Evaluate(read, (options ?? new EvaluationOptions()) with { VideoFramesPerSecond = dataset.Videos[0].FramesPerSecond }, new EvaluationContext
        {
            DatasetName = dataset.Name,
            CountWarning = dataset.CountWarning,
            Baselines = baselines,
            Notes = [.. new[] { dataset.LabelNote }.OfType<string>()],
        });
    }

    /// <summary>Evaluates one or several methods against a table of labels; no video is read, so the baselines that look at pictures are missing.</summary>
    /// <param name="methods">Names and paths, as <see cref="ScoreFiles.FindMethods"/> gives them; all of the same videos.</param>
    /// <param name="labelsPath">A CSV file of columns <c>video,frame,label</c> (0, 1 or empty) or <c>video,first,last</c> (anomalous ranges, both ends inside; all else is normal); frames count from 0.</param>
    /// <param name="options">How. A threshold of NaN means that there is none.</param>
    /// <returns>One entry a method, in the given order.</returns>
    /// <exception cref="VadException">A file cannot be read, or videos, frames or labels do not fit; the message lists what.</exception>
    public static IReadOnlyList<ScoredMethod> Evaluate(IReadOnlyList<(string Name, string Path)> methods, string labelsPath, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentException.ThrowIfNullOrEmpty(labelsPath);
        IReadOnlyList<VideoScores> first = ReadFile(methods[0].Path);
        IReadOnlyList<VideoScores> set = DatasetLabels.Read(labelsPath, first);
        return Evaluate([(methods[0].Name, methods[0].Path, DatasetLabels.Apply(set, first, methods[0].Name)), .. Read([.. methods.Skip(1)], set)], options ?? new EvaluationOptions(), new EvaluationContext { DatasetName = Path.GetFileName(labelsPath) });
    }

    private static (string Name, string Path, IReadOnlyList<VideoScores> Scores)[] Read(IReadOnlyList<(string Name, string Path)> methods, IReadOnlyList<VideoScores> set) =>
        [.. methods.Select(method => (method.Name, method.Path, DatasetLabels.Apply(set, ReadFile(method.Path), method.Name)))];

    private static IReadOnlyList<VideoScores> ReadFile(string path)
    {
        IReadOnlyList<VideoScores> scores = ScoreFiles.Read(path);
        Memory.GiveBack();   // the file's rows
        return scores;
    }

    private static ScoredMethod[] Evaluate((string Name, string Path, IReadOnlyList<VideoScores> Scores)[] read, EvaluationOptions options, EvaluationContext context) =>
        [.. read.Select(method => new ScoredMethod(method.Name, method.Scores, VadEvaluator.Evaluate(method.Scores, options, context with
        {
            Provenance = Provenance.Collect() with { ScoresPath = method.Path },
        }) with { PeakRssMb = double.NaN }))];
}

/// <summary>One method of an evaluation of score files.</summary>
/// <param name="Name">Its name: the file's or folder's.</param>
/// <param name="Scores">Its scores under the set's labels, in the set's order.</param>
/// <param name="Report">Its figures.</param>
public sealed record ScoredMethod(string Name, IReadOnlyList<VideoScores> Scores, VadEvaluationReport Report);
