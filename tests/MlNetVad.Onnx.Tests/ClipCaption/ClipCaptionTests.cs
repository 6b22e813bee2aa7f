using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>The transform with captioners whose words are known.</summary>
public sealed class ClipCaptionTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];

    [Fact]
    public void CaptionClip_FakeCaptioner_KeepsTheEstimatorContract() => EstimatorContract.Check(
        _ml, _ml.Transforms.CaptionClip("Caption", "Clip", Echo()), ClipRows.Of(_ml, ("a", 8)), ClipRows.WithoutClip(_ml), savable: false);

    [Fact]
    public void CaptionClip_StatelessCaptioner_KeepsTheEstimatorContract() => EstimatorContract.Check(
        _ml, _ml.Transforms.CaptionClip("Caption", "Clip", Echo(mayFail: false)), ClipRows.Of(_ml, ("a", 8)), ClipRows.WithoutClip(_ml), savable: false);

    [Fact]
    public void Fit_SeveralVideos_ReadsNoRows()
    {
        var rows = new CountingView(ClipRows.Of(_ml, ("a", 8)));

        _ml.Transforms.CaptionClip("Caption", "Clip", Echo()).Fit(rows);

        Assert.Equal(0, rows.Cursors);
    }

    [Fact]
    public void Transform_SeveralVideos_DescribesEachClipByItsVideoAndFrame() =>
        Assert.Equal(["a 4", "a 5", "b 4"], _ml.Transforms.CaptionClip("Caption", "Clip", Echo()).CaptionsOf(ClipRows.Of(_ml, ("a", 6), ("b", 5))));

    [Fact]
    public void Transform_EveryThird_AsksForThoseOnlyAndBeginsAnewWithEachVideo()
    {
        FakeCaptioner fake = Echo();

        string[] captions = _ml.Transforms.CaptionClip(Options(fake, every: 3)).CaptionsOf(ClipRows.Of(_ml, ("a", 9), ("b", 6)));

        Assert.Equal(["a 4", "a 4", "a 4", "a 7", "a 7", "b 4", "b 4"], captions);
        Assert.Equal([("a", 4), ("a", 7), ("b", 4)], fake.Asked);
    }

    [Fact]
    public void Transform_TwoPasses_AskOnceAndAgree()
    {
        int asked = 0;
        var fake = new FakeCaptioner((_, _) => $"answer {asked++}");
        IDataView rows = ClipRows.Of(_ml, ("a", 9));
        IDataView captioned = _ml.Transforms.CaptionClip("Caption", "Clip", fake).Fit(rows).Transform(rows);

        string[] first = captioned.Captions();

        Assert.Equal(first, captioned.Captions());
        Assert.Equal(5, first.Distinct().Count());
        Assert.Equal(5, fake.Asked.Count);
    }

    [Fact]
    public void Fit_Again_KnowsTheCaptionsOfTheFirstTime()
    {
        FakeCaptioner fake = Echo();
        ClipCaptionEstimator estimator = _ml.Transforms.CaptionClip("Caption", "Clip", fake);
        IDataView rows = ClipRows.Of(_ml, ("a", 9));

        Assert.Equal(estimator.CaptionsOf(rows), estimator.CaptionsOf(rows));
        Assert.Equal(5, fake.Asked.Count);
    }

    [Fact]
    public void Transform_CaptionerFails_KeepsTheLastCaptionOfTheVideoInEveryPass()
    {
        bool works = false;
        var fake = new FakeCaptioner((video, frame) =>
            works || frame is not (4 or 6 or 7) ? $"{video} {frame}" : throw new CaptionFailureException("away", "The captioner is away."));
        IDataView rows = ClipRows.Of(_ml, ("a", 9), ("b", 6));
        IDataView captioned = _ml.Transforms.CaptionClip(Options(fake)).Fit(rows).Transform(rows);

        string[] first = captioned.Captions();
        works = true;

        Assert.Equal(["", "a 5", "a 5", "a 5", "a 8", "", "b 5"], first);
        Assert.Equal(first, captioned.Captions());
        Assert.Equal(
            ["The captioner is away. The last caption of the video stays.", "Captions come again, after 1 clip without one."],
            _warnings.Take(2));
    }

    [Fact]
    public void Transform_CaptionerNeverWillAnswer_StopsWithItsSentence()
    {
        var fake = new FakeCaptioner((_, _) => throw new CaptionFailureException("not allowed", "The key is wrong.", isConfiguration: true));

        Assert.Equal("The key is wrong.", Assert.Throws<VadException>(() => _ml.Transforms.CaptionClip(Options(fake)).CaptionsOf(ClipRows.Of(_ml, ("a", 6)))).Message);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void PredictionEngine_RowsOfTwoVideosInTurn_KeepTheirOwnCaptions()
    {
        FakeCaptioner fake = Echo();
        IDataView rows = ClipRows.Of(_ml, ("a", 6));
        ITransformer model = _ml.Transforms.CaptionClip(Options(fake, every: 2)).Fit(rows);
        PredictionEngine<ClipRows.Row, ClipRows.Captioned> engine = _ml.Model.CreatePredictionEngine<ClipRows.Row, ClipRows.Captioned>(model);

        string[] captions = [.. new[] { ("a", 4), ("b", 9), ("a", 5), ("b", 10), ("a", 6) }
            .Select(r => engine.Predict(new ClipRows.Row { Video = r.Item1, Frame = r.Item2, Clip = [.. Enumerable.Repeat((byte)(r.Item2 * 3), 360)] }).Caption)];

        Assert.Equal(["a 4", "b 9", "a 4", "b 9", "a 6"], captions);
    }

    [Fact]
    public void PredictionEngine_FrameNeverSet_KeepsTheLastCaption()
    {
        int asked = 0;
        var fake = new FakeCaptioner((_, _) => asked++ == 0 ? "first" : throw new CaptionFailureException("away", "It is away."));
        IDataView rows = ClipRows.Of(_ml, ("a", 6));
        PredictionEngine<ClipRows.Row, ClipRows.Captioned> engine =
            _ml.Model.CreatePredictionEngine<ClipRows.Row, ClipRows.Captioned>(_ml.Transforms.CaptionClip("Caption", "Clip", fake).Fit(rows));

        Assert.Equal("first", engine.Predict(new ClipRows.Row()).Caption);
        Assert.Equal("first", engine.Predict(new ClipRows.Row { Clip = [.. Enumerable.Repeat((byte)1, 360)] }).Caption);
    }

    [Fact]
    public void Transform_Cancelled_StopsWaiting()
    {
        using var cancellation = new CancellationTokenSource();
        var fake = new FakeCaptioner((_, _) => "never")
        {
            Wait = token =>
            {
                cancellation.Cancel();
                token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
                token.ThrowIfCancellationRequested();
            },
        };
        ClipCaptionEstimator.Options options = Options(fake);
        options.CancellationToken = cancellation.Token;

        Assert.ThrowsAny<OperationCanceledException>(() => _ml.Transforms.CaptionClip(options).CaptionsOf(ClipRows.Of(_ml, ("a", 6))));
    }

    [Fact]
    public void Fit_SceneCaptioner_GivesWhatDescribeSceneGives()
    {
        IDataView clips = VideoData.Load(_ml, VideoSource.FromPath("synthetic:scene?videos=1&frames=60&width=96&height=64"));
        IDataView rows = _ml.Data.Cache(_ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips));

        ComponentTransformer captioner = _ml.Transforms.CaptionClip("Caption", "Clip", new SceneCaptioner()).Fit(rows);

        Assert.IsType<SceneCaptionTransformer>(captioner);
        Assert.Equal(_ml.Transforms.DescribeScene("Caption").Fit(rows).Transform(rows).Captions(), captioner.Transform(rows).Captions());
    }

    [Fact]
    public void CaptionClip_SceneCaptioner_RefusesWhatItCannotDo()
    {
        ClipCaptionEstimator estimator = _ml.Transforms.CaptionClip("Caption", "Clip", new SceneCaptioner { PerObject = true });

        Exception missing = Assert.ThrowsAny<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(ShapeOf.View(ClipRows.Of(_ml, ("a", 9)))));
        Assert.Contains("'Objects'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Every is 2", Assert.Throws<VadException>(() => _ml.Transforms.CaptionClip(Options(new SceneCaptioner(), every: 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MoreFramesThanAClipHas_SaysSo()
    {
        ClipCaptionEstimator.Options options = Options(Echo());
        options.Frames = 6;

        string message = Assert.Throws<VadException>(() => _ml.Transforms.CaptionClip(options).Fit(ClipRows.Of(_ml, ("a", 9)))).Message;

        Assert.Equal("Frames is 6, but a clip in column 'Clip' has 5; describe at most those, or load longer clips.", message);
    }

    [Fact]
    public void CaptionClip_ImpossibleOptions_NameTheOption()
    {
        Assert.Contains("Captioner is not set", Refused(new()), StringComparison.Ordinal);
        Assert.Contains("Frames is 0", Refused(new() { Captioner = Echo(), Frames = 0 }), StringComparison.Ordinal);
        Assert.Contains("Every is 0", Refused(new() { Captioner = Echo(), Every = 0 }), StringComparison.Ordinal);
        Assert.Contains("CacheMegabytes is 0", Refused(new() { Captioner = Echo(), CacheMegabytes = 0 }), StringComparison.Ordinal);
    }

    private static FakeCaptioner Echo(bool mayFail = true) => new((video, frame) => $"{video} {frame}") { MayFail = mayFail };

    private string Refused(ClipCaptionEstimator.Options options) => Assert.Throws<VadException>(() => _ml.Transforms.CaptionClip(options)).Message;

    private ClipCaptionEstimator.Options Options(Captioner captioner, int every = 1) => new() { Captioner = captioner, Every = every, OnWarning = _warnings.Add };
}
