using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Tests.Video;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Tests.Evaluation;

/// <summary>A part of a video, scored by itself, is that part of the whole, bit for bit.</summary>
public sealed class VideoScorerTests : IDisposable
{
    private const int Frames = 60;
    private readonly MLContext _ml = new(seed: 1);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, SmoothingKind.CausalMean, 0)]
    [InlineData(7, SmoothingKind.CausalMean, 6)]
    [InlineData(7, SmoothingKind.CausalExponential, null)]
    public void Score_AnyPartOfAVideo_IsThatPartOfTheWhole(int width, SmoothingKind kind, int? remembered)
    {
        VadModel model = Trained(width, kind, frameInterval: 0);
        VadVideo video = VideoSource.FromPath($"synthetic:scene?split=test&videos=1&frames={Frames}&width=120&height=90&anomalies=1").Videos[0];

        Assert.Equal(remembered, model.RowsRemembered);
        AssertPartsAreOfTheWhole(model, video);
    }

    [Fact]
    public void Score_AnyPartOfAVideoFile_IsThatPartOfTheWhole()
    {
        VadModel model = Trained(width: 4, SmoothingKind.CausalMean, frameInterval: 0.1);   // every third frame: clips of 13
        VadVideo video = VideoSource.FromPath(TestMedia.Video(_folder.At("v.mp4"), Frames, 120, 90)).Videos[0];

        AssertPartsAreOfTheWhole(model, video);
    }

    [Fact]
    public void Score_AnyPartOfAVideoThatIsFasterThanTheModelLooks_IsThatPartOfTheWhole()
    {
        VadModel model = Trained(width: 4, SmoothingKind.CausalMean, frameInterval: 0, mostFramesPerSecond: 15);
        VadVideo video = VideoSource.FromPath(TestMedia.Video(_folder.At("v.mp4"), Frames, 120, 90)).Videos[0];

        Assert.True(video.FramesPerSecond > 15 * 1.25);
        AssertPartsAreOfTheWhole(model, video);
    }

    private void AssertPartsAreOfTheWhole(VadModel model, VadVideo video)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var scorer = new VideoScorer(_ml, model);
        string[] whole = [.. scorer.Score(VideoSource.FromVideo(video), cancellation).Select(Text)];

        Assert.Equal(Frames, whole.Length);
        Assert.True(whole.Distinct(StringComparer.Ordinal).Count() > Frames / 2);
        foreach ((int first, int? end) in new (int, int?)[] { (0, 1), (1, 2), (5, 30), (29, 30), (30, Frames - 1), (Frames - 1, null), (Frames, null), (Frames + 20, null), (12, 500), (0, null) })
        {
            Assert.Equal(whole[Math.Min(first, Frames)..Math.Min(end ?? Frames, Frames)], scorer.Score(video, first, end, cancellation).Select(Text));
        }
    }

    private static string Text(FrameScore score) => $"{score.Frame} {BitConverter.SingleToInt32Bits(score.Score):x8} {score.IsFilled} {score.Time:R} {score.Label}";

    private VadModel Trained(int width, SmoothingKind kind, double frameInterval, double mostFramesPerSecond = 0)
    {
        VideoDataView clips = VideoData.Load(
            _ml,
            VideoSource.FromPath("synthetic:scene?split=train&videos=2&frames=40&width=120&height=90"),
            new VideoOptions { Target = ClipTarget.Middle, Height = 90, Width = 120, FrameInterval = frameInterval, MostFramesPerSecond = mostFramesPerSecond });
        ITransformer model = _ml.Transforms
            .DetectForegroundObjects(new ForegroundObjectsEstimator.Options { Target = ClipTarget.Middle })
            .Append(_ml.Transforms.MotionFeatures("ObjectFeatures", target: ClipTarget.Middle))
            .Append(_ml.AnomalyDetection.Trainers.NearestNeighbors(_ml, "ObjectFeatures"))
            .Append(_ml.Transforms.SmoothScore(new SmoothScoreEstimator.Options { OutputColumnName = "Score", Width = width, Kind = kind }))
            .Fit(clips);
        VadModel.Save(_ml, model, clips.Schema, _folder.At("model.zip"));
        return VadModel.Load(_ml, _folder.At("model.zip"));
    }
}
