using System.Runtime.InteropServices;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Evaluation;

/// <summary>
/// Collects the frame-difference baselines and the untrained predictors while the frames pass by: give it every frame of
/// each video, in order. Videos may differ in size; not thread-safe.
/// </summary>
public sealed class TrivialBaselines
{
    /// <summary>Standard deviation, in frames, of the second row of the box baseline.</summary>
    private const double BoxSigma = 3;

    private readonly Dictionary<string, (List<float> Mean, List<float> MaxBox)> _videos = [];
    private readonly UntrainedPredictors _untrained;
    private FrameDifferenceBaseline? _difference;
    private string? _current;
    private (int Width, int Height, int Channels) _size;

    /// <summary>Prepares with untrained predictors at 128 x 192 px, the compact network's resolution.</summary>
    public TrivialBaselines()
        : this(null)
    {
    }

    /// <summary>Prepares with untrained predictors at a model's resolution.</summary>
    internal TrivialBaselines(PictureSize? resolution) => _untrained = new UntrainedPredictors(resolution ?? new PictureSize(1, 128, 192));

    /// <summary>Takes the next frame of a video; a new id begins a new video.</summary>
    /// <param name="videoId">The video's id.</param>
    /// <param name="frame">Row-major H × W × C bytes.</param>
    /// <param name="width">Frame width in pixels.</param>
    /// <param name="height">Frame height in pixels.</param>
    /// <param name="channels">Interleaved channels.</param>
    public void Next(string videoId, ReadOnlySpan<byte> frame, int width, int height, int channels)
    {
        ref (List<float> Mean, List<float> MaxBox) scores = ref CollectionsMarshal.GetValueRefOrAddDefault(_videos, videoId, out bool known);
        if (!known)
        {
            scores = ([], []);
        }

        if (_difference is null || _size != (width, height, channels))
        {
            _difference = new FrameDifferenceBaseline(width, height, channels);
            _size = (width, height, channels);
        }

        if (_current != videoId)
        {
            _difference.Reset();
            _current = videoId;
        }

        FrameDifferenceScores next = _difference.Next(frame);
        scores.Mean.Add(next.Mean);
        scores.MaxBox.Add(next.MaxBox);
        _untrained.Next(videoId, frame, width, height, channels);
    }

    /// <summary>The baselines that need no pictures, and those that do where frames were given.</summary>
    internal static IReadOnlyList<BaselineResult> Evaluate(IReadOnlyList<VideoScores> videos, TrivialBaselines? pictures, double paperSigma)
    {
        List<BaselineResult> results =
        [
            Evaluate("constant", EvaluationProtocol.Raw, Replace(videos, video => new float[video.Scores.Length])),
            Evaluate("frame index", EvaluationProtocol.Raw, Replace(videos, video => [.. Enumerable.Range(0, video.Scores.Length).Select(i => (float)i)])),
        ];
        if (pictures is not null)
        {
            IReadOnlyList<VideoScores> box = Replace(videos, video => pictures.Find(video).MaxBox);
            results.Add(Evaluate("mean |frame difference|", EvaluationProtocol.Raw, Replace(videos, video => pictures.Find(video).Mean)));
            results.Add(Evaluate($"max box |frame difference|, {FrameDifferenceBaseline.DefaultBox} px", EvaluationProtocol.Raw, box));
            results.Add(Evaluate(
                $"max box |frame difference|, {FrameDifferenceBaseline.DefaultBox} px, Gaussian {BoxSigma}",
                new EvaluationProtocol("smoothed", Smoothing: ScoreSmoothing.Gaussian, Width: BoxSigma),
                box));
            results.AddRange(pictures.Untrained(videos, paperSigma));
        }

        return results;
    }

    private IEnumerable<BaselineResult> Untrained(IReadOnlyList<VideoScores> videos, double paperSigma)
    {
        for (int i = 0; i < _untrained.Names.Count; i++)
        {
            VideoScores[] scores = Replace(videos, video => video.Scores.Length < 3 ? new float[video.Scores.Length] : _untrained.Find(video.VideoId, i));
            foreach (EvaluationProtocol protocol in EvaluationProtocol.Untrained(paperSigma))
            {
                yield return Evaluate($"{UntrainedPredictors.Prefix}{_untrained.Names[i]}", protocol, scores) with { ProtocolName = protocol.Name, Resolution = _untrained.Resolution };
            }
        }
    }

    private static BaselineResult Evaluate(string name, EvaluationProtocol protocol, IReadOnlyList<VideoScores> videos) =>
        RankingFigures.Compute(new BaselineResult { Name = name, Protocol = protocol.Describe() }, protocol.Apply(videos));

    private static VideoScores[] Replace(IReadOnlyList<VideoScores> videos, Func<VideoScores, float[]> scores) =>
        [.. videos.Select(video => video.WithScores(scores(video)).Fill())];

    private (float[] Mean, float[] MaxBox) Find(VideoScores video)
    {
        if (!_videos.TryGetValue(video.VideoId, out (List<float> Mean, List<float> MaxBox) scores) || scores.Mean.Count != video.Scores.Length)
        {
            throw new VadException($"Video '{video.VideoId}' has {Counted.Of(video.Scores.Length, "score")}, but {scores.Mean?.Count ?? 0} of its frames were read for the baselines; evaluate and read the same set.");
        }

        // a video of one frame has no difference
        return scores.Mean.Count == 1 ? (new float[1], new float[1]) : ([.. scores.Mean], [.. scores.MaxBox]);
    }
}
