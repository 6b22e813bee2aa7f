using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;
using static MlNetVad.Tests.Transforms.SceneCaption.MovingRectangles;

namespace MlNetVad.Tests.Transforms.SceneCaption;

/// <summary>Captions of clips, through the estimator.</summary>
public sealed class SceneCaptionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(BackgroundKind.Median, false)]
    [InlineData(BackgroundKind.Median, true)]
    [InlineData(BackgroundKind.Running, false)]
    [InlineData(BackgroundKind.Running, true)]
    public void DescribeScene_EitherModeAndBackground_KeepsTheEstimatorContract(BackgroundKind background, bool perObject)
    {
        IDataView clips = SceneClips();
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
        EstimatorContract.Check(
            _ml,
            _ml.Transforms.DescribeScene(new SceneCaptionEstimator.Options { PerObject = perObject, Foreground = new ForegroundOptions { Background = background } }),
            objects,
            clips);
    }

    [Fact]
    public void DescribeScene_GeneratedScene_GivesSentencesOfBothKinds()
    {
        IDataView clips = SceneClips();
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
        IDataView scene = _ml.Transforms.DescribeScene("Caption", "Clip", "Objects").Fit(objects).Transform(objects);
        IDataView each = _ml.Transforms.DescribeScene("Caption", "Clip", "Objects", perObject: true).Fit(objects).Transform(objects);
        int[] counts = [.. objects.GetColumn<float[]>("Objects").Select(o => o.Length / 6)];

        Assert.Equal(TextDataViewType.Instance, scene.Schema["Caption"].Type);
        Assert.Equal(new VectorDataViewType(TextDataViewType.Instance, 0), each.Schema["Caption"].Type);
        Assert.Equal(counts, each.GetColumn<string[]>("Caption").Select(c => c.Length));
        Assert.All(scene.GetColumn<string>("Caption").Zip(counts), c => Assert.Equal(c.Second == 0, c.First == "Nothing moves."));
        Assert.All(each.GetColumn<string[]>("Caption").SelectMany(c => c), c => Assert.Matches("^One [a-z -]+ object (stand|walk|move)s [a-z -]+\\.$", c));
    }

    [Theory]
    [InlineData(-1, 0, "left")]
    [InlineData(1, 0, "right")]
    [InlineData(0, -1, "up")]
    [InlineData(0, 1, "down")]
    [InlineData(0.7, 0.7, "down-right")]
    [InlineData(-0.7, -0.7, "up-left")]
    public void DescribeScene_MovingRectangle_SaysItsDirection(double u, double v, string direction)
    {
        string caption = Middle(new Mover(80 - (12 * u), 40 - (12 * v), u, v));

        Assert.Matches(
            $"^One medium object (moves slowly|walks|moves fast), none stand still\\. The fastest is a medium object (moving slowly|walking|walking briskly|moving fast) {direction}\\. Nothing stands out\\.$",
            caption);
    }

    [Fact]
    public void DescribeScene_GrowingSpeed_GrowsInWords()
    {
        string[] captions = [.. new[] { 0, 0.5, 1, 3 }.Select(speed => Middle(new Mover(80 - (12 * speed), 40, speed, 0)))];

        Assert.Equal("Nothing moves, one stands still. The fastest is a medium object standing still. Nothing stands out.", captions[0]);
        Assert.Equal("One medium object moves slowly, none stand still. The fastest is a medium object moving slowly right. Nothing stands out.", captions[1]);
        Assert.Contains("The fastest is a medium object walking", captions[2], StringComparison.Ordinal);
        Assert.Equal("One medium object moves fast, none stand still. The fastest is a medium object moving extremely fast right.", captions[3]);
    }

    [Fact]
    public void DescribeScene_UnusualSpeedAndSize_HaveWordsThatTrainingLacks()
    {
        string[] normal = [.. Describer.Transform(Detector.Transform(Normal(_ml))).GetColumn<string>("Caption")];
        string fast = Middle(new Mover(40, 40, 3, 0));
        string big = Middle(new Mover(60, 30, 1, 0, Width: 36, Height: 30));

        Assert.Contains("extremely fast", fast, StringComparison.Ordinal);
        Assert.Contains("huge", big, StringComparison.Ordinal);
        Assert.All(normal, c => Assert.DoesNotMatch("extremely|huge", c));
    }

    [Fact]
    public void DescribeScene_PerObject_KeepsTheObjectsOrder()
    {
        IDataView objects = Detector.Transform(Clips(_ml, Film("two", 25, new Mover(60, 10, 1, 0), new Mover(100, 60, -3, 0))));
        float[] boxes = objects.GetColumn<float[]>("Objects").ElementAt(10);
        IDataView swapped = Rows(objects.GetColumn<byte[]>("Clip").ElementAt(10), [.. boxes[6..], .. boxes[..6]]);

        Assert.Equal(12, boxes.Length);
        Assert.True(boxes[1] < boxes[7], "the upper one is found first");
        string[] captions = ObjectDescriber.Transform(objects).GetColumn<string[]>("Caption").ElementAt(10);
        Assert.EndsWith(" right.", captions[0], StringComparison.Ordinal);
        Assert.EndsWith(" extremely fast left.", captions[1], StringComparison.Ordinal);
        Assert.Equal(captions.Reverse(), ObjectDescriber.Transform(swapped).GetColumn<string[]>("Caption").Single());
    }

    [Fact]
    public void DescribeScene_NoObjects_SaysSo()
    {
        IDataView empty = Rows(new byte[5 * Height * Width], []);

        Assert.Equal("Nothing moves.", Describer.Transform(empty).GetColumn<string>("Caption").Single());
        Assert.Empty(ObjectDescriber.Transform(empty).GetColumn<string[]>("Caption").Single());
    }

    [Fact]
    public void DescribeScene_FittedTwice_IsTheSameModel()
    {
        IDataView clips = SceneClips();
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
        string Model(int seed) => Payload.Write(new MLContext(seed).Transforms.DescribeScene("Caption").Fit(objects));

        Assert.Equal(Model(1), Model(7));
    }

    [Fact]
    public void Settings_LearnedModel_ShowVocabularyAndBoundaries()
    {
        string settings = string.Join('\n', Describer.Settings.Select(s => $"{s.Name}: {s.Value}"));

        Assert.Matches(@"speeds, expected heights a frame: still ≤ 0\.\d+, slow ≤ 0\.\d+.*, very fast ≤ 0\.\d+, extremely fast above", settings);
        Assert.Contains("huge above", settings, StringComparison.Ordinal);
        Assert.Contains("learned from: 28", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void DescribeScene_BrokenBox_SaysWhatIsWrong()
    {
        foreach (float[] objects in new float[][] { [float.NaN, 1, 5, 5, 1, 0], [1, 1, 0, 5, 1, 0], [1, 1, 5, 5, 1] })
        {
            IDataView broken = Rows(new byte[5 * Height * Width], objects);
            VadException error = Assert.Throws<VadException>(() => Describer.Transform(broken).GetColumn<string>("Caption").Single());
            Assert.Contains("expected", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fit_ClipsOfOneFrameOrNone_SaysWhatToDo()
    {
        IDataView single = VideoData.Load(_ml, Scene(), new VideoOptions { ClipLength = 1 });
        IDataView objects = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(single).Transform(single);
        SceneCaptionEstimator estimator = _ml.Transforms.DescribeScene("Caption");

        Assert.Contains("longer clips", Assert.Throws<VadException>(() => estimator.Fit(objects)).Message, StringComparison.Ordinal);
        Assert.Contains("no clips", Assert.Throws<VadException>(() => estimator.Fit(_ml.Data.SkipRows(objects, 1_000_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Cancelled_Stops()
    {
        IDataView rows = Rows(new byte[5 * Height * Width], []);
        var options = new SceneCaptionEstimator.Options { CancellationToken = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => _ml.Transforms.DescribeScene(options).Fit(rows));
    }

    /// <summary>The caption of a frame in which a rectangle is half-way.</summary>
    private string Middle(Mover mover) =>
        Describer.Transform(Detector.Transform(Clips(_ml, Film("one", 25, mover)))).GetColumn<string>("Caption").ElementAt(10);

    private IDataView Rows(byte[] clip, float[] objects)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(ClipWithObjects));
        definition[nameof(ClipWithObjects.Clip)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 5, Height, Width, 1);
        definition[nameof(ClipWithObjects.Objects)].ColumnType = OutputColumn.BagType(6);
        return _ml.Data.LoadFromEnumerable([new ClipWithObjects { Clip = clip, Objects = objects }], definition);
    }

    private static VideoSource Scene() => VadDataset.Open("synthetic:scene?seed=1&videos=1&frames=40&width=120&height=90", VadSplit.Train);

    private IDataView SceneClips() => VideoData.Load(_ml, Scene());

    private sealed class ClipWithObjects
    {
        public byte[] Clip { get; set; } = [];

        public float[] Objects { get; set; } = [];
    }
}
