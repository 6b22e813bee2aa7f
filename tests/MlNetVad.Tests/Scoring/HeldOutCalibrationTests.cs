using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

public sealed class HeldOutCalibrationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_ModesThenCalibration_Holds() => EstimatorContract.Check(
        _ml, Modes(_ml.Transforms.CalibrateScore("Score")), Bags("a", "b", "c"), ScoringData.Vectors(_ml, 1, [[1f]]));

    [Fact]
    public void Contract_ModesThenFusionThenCalibration_Holds()
    {
        IEstimator<ITransformer> calibrator = _ml.Transforms.FuseObjectScores("Score", "ObjectScores", "Speeds")
            .Append(_ml.Transforms.CalibrateScore("Score"));
        EstimatorContract.Check(_ml, Modes(calibrator), Bags("a", "b", "c"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void Fit_SeveralVideos_NoneIsScoredByAModelThatSawIt(int folds)
    {
        var spy = new SpyScorer();
        var seen = new CalibratorSpy();
        _ml.Transforms.CalibrateOnHeldOut(spy, seen, folds: folds).Fit(Rows("a", "b", "c", "b", "d"));

        int used = Math.Min(folds, 4);
        Assert.Equal(used + 1, spy.Trained.Count);
        Assert.Equal(["a", "b", "c", "d"], spy.Trained[^1].Order());                      // the last scorer sees all
        Assert.Equal(10, seen.Rows.Count);                                                // every row is scored once
        Assert.All(seen.Rows, row => Assert.DoesNotContain(row.Video, spy.Trained[(int)row.Score]));
        Assert.Equal(["a", "a", "b", "b", "b", "b", "c", "c", "d", "d"], seen.Rows.Select(r => r.Video).Order());
    }

    [Fact]
    public void Fit_TwoFolds_AreTheParityOfFirstAppearance()
    {
        var spy = new SpyScorer();
        _ml.Transforms.CalibrateOnHeldOut(spy, new CalibratorSpy()).Fit(Rows("x", "k", "a", "k", "z"));
        Assert.Equal(["k", "z"], spy.Trained[0].Order());   // scores x and a
        Assert.Equal(["a", "x"], spy.Trained[1].Order());   // scores k and z
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Fit_OneVideo_IsCutIntoBlocksOfRows(int folds)
    {
        var spy = new SpyScorer();
        var seen = new CalibratorSpy();
        int rows = (10 * folds) + 4;
        _ml.Transforms.CalibrateOnHeldOut(spy, seen, folds: folds).Fit(OneVideo(rows));

        long[] all = [.. Enumerable.Range(0, rows).Select(i => (long)i)];
        Assert.Equal(folds + 1, spy.TrainedFrames.Count);
        Assert.Equal(all, spy.TrainedFrames[^1]);
        Assert.Equal(all, seen.Rows.Select(r => r.Frame));                                // every row is scored once
        Assert.All(seen.Rows, row => Assert.DoesNotContain(row.Frame, spy.TrainedFrames[(int)row.Score]));
        Assert.Equal(seen.Rows.Select(r => r.Score).Order(), seen.Rows.Select(r => r.Score));   // blocks of time
        Assert.All(seen.Rows.GroupBy(r => r.Score), block => Assert.InRange(block.Count(), 10, 12));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(19, 2)]
    [InlineData(29, 3)]
    public void Fit_OneVideoTooShort_SaysHowMuchIsNeeded(int rows, int folds)
    {
        VadException error = Assert.Throws<VadException>(
            () => _ml.Transforms.CalibrateOnHeldOut(new SpyScorer(), new CalibratorSpy(), folds: folds).Fit(OneVideo(rows)));
        Assert.Contains($"'a' gives {rows} row", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{10 * folds} rows are needed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OneVideoWithAnEmptyPart_GivesAModel()
    {
        IDataView quietLater = ScoringData.Bags(_ml, 4, Enumerable.Range(0, 40).Select(i => new ScoringData.BagRow
        {
            Video = "gate",
            Frame = i,
            Features = i < 20 ? [i, 1, 2, 3, 1, i, 3, 2] : [],
            Speeds = i < 20 ? [1, 2] : [],
        }));
        float[] scores = [.. Modes(_ml.Transforms.CalibrateScore("Score")).Fit(quietLater).Transform(quietLater).GetColumn<float>("Score")];
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void Fit_PartOfTheOnlyVideoIsRefused_SaysThatItWasCut()
    {
        VadException error = Assert.Throws<VadException>(
            () => _ml.Transforms.CalibrateOnHeldOut(new Refusing(), new CalibratorSpy(), folds: 2).Fit(OneVideo(40)));
        Assert.Contains("only training video was cut", error.Message, StringComparison.Ordinal);
        Assert.Contains("without rows 0 to 19 of 40 there is too little to learn from: nothing moves;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GroupFilter_RowsOfOtherGroups_AreNotRead()
    {
        Costly.Made = 0;
        IDataView counted = _ml.Data.LoadFromEnumerable(new[] { "a", "b", "a" }.Select(video => new Costly { Video = video }));
        var view = RowFilterView.OfGroups(counted, counted.Schema["Video"], new HashSet<string> { "a" });
        Assert.Equal(2, view.GetColumn<float>("Cost").Count());
        Assert.Equal(2, Costly.Made);
    }

    [Theory]
    [InlineData(0.25, 10)]
    [InlineData(0.3, 7)]
    [InlineData(1.0, 10)]
    public void Fit_Excerpts_LearnsFromThatShareSpreadEvenly(double share, int rows)
    {
        var spy = new SpyScorer();
        var seen = new CalibratorSpy();
        _ml.Transforms.CalibrateOnHeldOut(spy, seen, folds: 5, excerpts: new Excerpts(share, rows)).Fit(OneVideo(1000));

        long[] kept = [.. spy.TrainedFrames[^1]];
        Assert.Equal(kept, seen.Rows.Select(r => r.Frame));
        Assert.All(kept.GroupBy(frame => frame / rows), stretch => Assert.Equal(Math.Min(rows, 1000 - (stretch.Key * rows)), stretch.Count()));
        for (int quarter = 0; quarter < 4; quarter++)
        {
            Assert.InRange(kept.Count(frame => frame / 250 == quarter), (250 * share) - rows, (250 * share) + rows);
        }
    }

    [Fact]
    public void Fit_ExcerptsOfShortVideos_TakesThemWholeOrNotAtAll()
    {
        var spy = new SpyScorer();
        _ml.Transforms.CalibrateOnHeldOut(spy, new CalibratorSpy(), excerpts: new Excerpts(0.5, 3)).Fit(Rows("a", "b", "c", "d"));
        Assert.Equal(["a", "c"], spy.Trained[^1]);
        Assert.Equal([0, 1, 4, 5], spy.TrainedFrames[^1]);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1.1, 10)]
    [InlineData(0.5, 0)]
    public void Create_ExcerptsOfNothing_AreRefused(double share, int rows) => Assert.ThrowsAny<ArgumentOutOfRangeException>(
        () => _ml.Transforms.CalibrateOnHeldOut(new SpyScorer(), new CalibratorSpy(), excerpts: new Excerpts(share, rows)));

    [Fact]
    public void Excerpts_RowsInBetween_AreNotRead()
    {
        Costly.Made = 0;
        IDataView counted = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(0, 40).Select(_ => new Costly { Video = "a" }));
        Assert.Equal(20, RowFilterView.OfExcerpts(counted, counted.Schema["Video"], new Excerpts(0.5, 4)).GetColumn<float>("Cost").Count());
        Assert.Equal(20, Costly.Made);
    }

    [Fact]
    public void Create_OneFold_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => _ml.Transforms.CalibrateOnHeldOut(new SpyScorer(), new CalibratorSpy(), folds: 1));

    private HeldOutCalibrationEstimator Modes(IEstimator<ITransformer> calibrator) =>
        _ml.Transforms.CalibrateOnHeldOut(_ml.AnomalyDetection.Trainers.CosineKMeans(_ml, numberOfModes: 2), calibrator);

    /// <summary>Two rows a video.</summary>
    private IDataView Rows(params string[] videos) =>
        ScoringData.Scores(_ml, Enumerable.Range(0, 2 * videos.Length).Select(i => (videos[i / 2], (long)i, 0f)));

    private IDataView OneVideo(int rows) => ScoringData.Scores(_ml, Enumerable.Range(0, rows).Select(i => ("a", (long)i, 0f)));

    private IDataView Bags(params string[] videos)
    {
        float[][] vectors = ScoringData.Planted(8 * videos.Length, 4, 2, 0.5, seed: 1).ToArray();
        return ScoringData.Bags(_ml, 4, Enumerable.Range(0, 4 * videos.Length).Select(i => new ScoringData.BagRow
        {
            Video = videos[i / 4],
            Frame = i,
            Features = [.. vectors[2 * i], .. vectors[(2 * i) + 1]],
            Speeds = [i, i % 3],
        }));
    }

    private sealed class FitNumber
    {
        public float Score { get; set; }
    }

    private sealed class Costly
    {
        public static int Made { get; set; }

        public string Video { get; set; } = "";

        public float Cost
        {
            get => ++Made;
            set => _ = value;
        }

        public float[] Features { get; set; } = [];
    }

    /// <summary>Remembers what each fit saw, and scores every row with the number of the fit.</summary>
    private sealed class SpyScorer : IEstimator<ITransformer>
    {
        public List<HashSet<string>> Trained { get; } = [];

        public List<long[]> TrainedFrames { get; } = [];

        public ITransformer Fit(IDataView input)
        {
            Trained.Add(input.GetColumn<string>("Video").ToHashSet());
            TrainedFrames.Add(input.GetColumn<long>("Frame").ToArray());
            return Estimator(Trained.Count - 1).Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Estimator(0).GetOutputSchema(inputSchema);

        private static IEstimator<ITransformer> Estimator(int fit) => new MLContext(seed: 1).Transforms
            .CustomMapping<ScoringData.ScoreRow, FitNumber>((_, row) => row.Score = fit, contractName: null);
    }

    /// <summary>Learns from nothing.</summary>
    private sealed class Refusing : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => throw new VadException("nothing moves.");

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    /// <summary>Remembers the rows it is fitted on.</summary>
    private sealed class CalibratorSpy : IEstimator<ITransformer>
    {
        public List<(string Video, long Frame, float Score)> Rows { get; } = [];

        public ITransformer Fit(IDataView input)
        {
            Rows.AddRange(input.GetColumn<string>("Video").Zip(input.GetColumn<long>("Frame"), input.GetColumn<float>("Score")));
            return new MLContext(seed: 1).Transforms.CalibrateScore("Score").Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
