using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Transforms;

/// <summary>The components that read clips, on the generated scene.</summary>
public sealed class VideoComponentTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void FrameDifference_AnyClip_KeepsTheEstimatorContract() =>
        EstimatorContract.Check(_ml, _ml.Transforms.FrameDifference("Motion", "Clip"), Clips(), WithoutClip());

    [Fact]
    public void FrameDifference_KnownFrames_GivesSignedDifferences()
    {
        byte[][] frames = [[10, 200], [13, 190], [0, 255]];
        IDataView clips = VideoData.Load(_ml, VideoSource.FromFrames("two", frames, new FrameFormat(1, 2)), new VideoOptions { ClipLength = 3 });
        IDataView motion = _ml.Transforms.FrameDifference("Motion", "Clip").Fit(clips).Transform(clips);

        Assert.Equal([3f, -10f, -13f, 65f], motion.GetColumn<float[]>("Motion").Single());
        Assert.Equal("Vector<Single, 2, 1, 2, 1>", motion.Schema["Motion"].Type.ToString());
    }

    [Fact]
    public void FrameDifference_ClipsOfOneFrame_SaysWhatToDo()
    {
        IDataView clips = VideoData.Load(_ml, Scene(), new VideoOptions { ClipLength = 1 });
        VadException error = Assert.Throws<VadException>(() => _ml.Transforms.FrameDifference("Motion", "Clip").Fit(clips).Transform(clips));
        Assert.Contains("ClipLength", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BackgroundKind.Median)]
    [InlineData(BackgroundKind.Running)]
    [InlineData(BackgroundKind.LitMedian)]
    public void ForegroundObjects_AnyBackground_KeepsTheEstimatorContract(BackgroundKind background) =>
        EstimatorContract.Check(_ml, _ml.Transforms.DetectForegroundObjects("Objects", "Clip", background), Clips(), WithoutClip());

    [Fact]
    public void ForegroundObjects_GeneratedScene_FindsTheWalkers()
    {
        IDataView clips = Clips();
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
        float[][] boxes = objects.GetColumn<float[]>("Objects").ToArray();

        Assert.Equal("Vector<Single, *, 6>", objects.Schema["Objects"].Type.ToString());
        Assert.True(boxes.Count(b => b.Length > 0) > boxes.Length / 2, "most frames of the scene have walkers");
        Assert.All(boxes, b => Assert.Equal(0, b.Length % 6));
    }

    [Fact]
    public void ForegroundObjects_Dusk_FindsTheWalkersAndNothingElse()
    {
        double inLight = Share(BackgroundKind.LitMedian, dusk: false), atDusk = Share(BackgroundKind.LitMedian, dusk: true), asItIs = Share(BackgroundKind.Median, dusk: true);

        Assert.InRange(atDusk, 0.5 * inLight, 1.2 * inLight);   // less contrast, smaller silhouettes
        Assert.True(asItIs > 3 * inLight, $"without the light of the frame {asItIs:P0} of the picture is foreground, in daylight {inLight:P0}");
    }

    [Theory]
    [InlineData(BackgroundKind.Median)]
    [InlineData(BackgroundKind.Running)]
    [InlineData(BackgroundKind.LitMedian)]
    public void MotionFeatures_AnyBackground_KeepsTheEstimatorContract(BackgroundKind background)
    {
        IDataView clips = Clips();
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
        EstimatorContract.Check(
            _ml,
            _ml.Transforms.MotionFeatures(new MotionFeaturesEstimator.Options { Foreground = new ForegroundOptions { Background = background } }),
            objects,
            clips);
    }

    [Fact]
    public void MotionFeatures_RowsInAnyOrder_AreTheSame()
    {
        IDataView clips = Clips();
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
        IDataView cached = _ml.Data.Cache(objects);
        MotionFeaturesTransformer motion = _ml.Transforms.MotionFeatures("ObjectFeatures").Fit(objects);

        float[][] inOrder = motion.Transform(objects).GetColumn<float[]>("ObjectFeatures").ToArray();
        IDataView shuffled = _ml.Data.ShuffleRows(cached, seed: 3);
        long[] frames = shuffled.GetColumn<long>("Frame").ToArray();
        float[][] mixed = motion.Transform(shuffled).GetColumn<float[]>("ObjectFeatures").ToArray();

        long first = frames.Min();
        Assert.NotEqual(frames.Order(), frames);
        Assert.All(frames.Zip(mixed), p => Assert.Equal(inOrder[p.First - first], p.Second));
    }

    [Fact]
    public void MotionFeatures_AfterObjectsOfTheSameClips_LearnsTheirForegroundInNoPassOfItsOwn()
    {
        var passes = new Passes();
        IDataView clips = VideoData.Observe(Clips(), passes, CancellationToken.None);
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
        MotionFeaturesTransformer shared = _ml.Transforms.MotionFeatures("ObjectFeatures").Fit(objects);
        Assert.Equal(1, passes.Last);

        _ = _ml.Transforms.MotionFeatures(new MotionFeaturesEstimator.Options { Foreground = new ForegroundOptions { BackgroundEvery = 3 } }).Fit(objects);
        Assert.Equal(2, passes.Last);   // another foreground

        MotionFeaturesTransformer own = _ml.Transforms.MotionFeatures("ObjectFeatures").Fit(_ml.Data.Cache(objects));
        Assert.Equal(own.Transform(objects).GetColumn<float[]>("ObjectFeatures"), shared.Transform(objects).GetColumn<float[]>("ObjectFeatures"));
    }

    [Fact]
    public void ForegroundObjects_ModelOfAnotherPictureSize_SaysBothSizes()
    {
        ForegroundObjectsTransformer model = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(Clips());
        IDataView smaller = VideoData.Load(_ml, VideoSource.FromPath("synthetic:scene?seed=1&videos=1&frames=12&width=80&height=60"));
        VadException error = Assert.Throws<VadException>(() => model.Transform(smaller).GetColumn<float[]>("Objects").First());
        Assert.Contains("80 × 60", error.Message, StringComparison.Ordinal);
        Assert.Contains("Width", error.Message, StringComparison.Ordinal);
    }

    // of the picture that boxes cover, summed over boxes, the mean of the frames
    private double Share(BackgroundKind background, bool dusk)
    {
        ForegroundObjectsTransformer model = _ml.Transforms.DetectForegroundObjects("Objects", "Clip", background).Fit(Clips());
        VadVideo scene = Scene().Videos[0];
        using FrameReader reader = scene.OpenFrames(new FrameFormat(90, 120, 1));
        List<byte[]> frames = [];
        for (byte[] frame = new byte[reader.Format.FrameBytes]; reader.Read(frame);)
        {
            frames.Add(Array.ConvertAll(frame, grey => dusk ? (byte)(0.6 * grey) : grey));
        }

        IDataView clips = VideoData.Load(_ml, VideoSource.FromFrames("dusk", frames, new FrameFormat(90, 120, 1)));
        return model.Transform(clips).GetColumn<float[]>("Objects").Average(boxes => boxes.Chunk(6).Sum(box => box[2] * box[3])) / (90 * 120);
    }

    private static VideoSource Scene() => VadDataset.Open("synthetic:scene?seed=1&videos=1&frames=40&width=120&height=90", VadSplit.Train);

    private IDataView Clips() => VideoData.Load(_ml, Scene());

    private IDataView WithoutClip() => _ml.Transforms.DropColumns("Clip").Fit(Clips()).Transform(Clips());

    private sealed class Passes : IProgress<VideoProgress>
    {
        public int Last { get; private set; }

        public void Report(VideoProgress value) => Last = value.Pass;
    }
}
