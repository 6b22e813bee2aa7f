using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

public sealed class SlowChangeTests
{
    private const int Minute = 60;   // rows: one a second
    private const float Usual = 0.9f, Alarm = 0.995f;

    private readonly MLContext _ml = new(seed: 1);
    private readonly SlowChangeTransformer _model;

    public SlowChangeTests() => _model = Estimator().Fit(Rows(1000, i => (float)(i * 379 % 1000) / 999));

    [Fact]
    public void Contract_TwoScores_Holds() => EstimatorContract.Check(
        _ml, Estimator(), Rows(40 * Minute, i => i < 39 * Minute ? 0.1f + (0.1f * (i % 10)) : 2), ScoringData.Vectors(_ml, 1, [[1f]]));

    [Fact]
    public void Transform_TwoMinutesUnusuallyHigh_ChangesNothing() =>
        Assert.Equal(Enumerable.Repeat(0.99f, 150), Scores(Rows(150, _ => 0.99f)));

    [Fact]
    public void Transform_LowerThanUsual_StaysAsItIs() => Assert.All(Scores(Rows(60 * Minute, _ => 0.3f)), score => Assert.Equal(0.3f, score));

    [Fact]
    public void Transform_RiseOverAnHour_IsFollowedToTheUsualAndBack()
    {
        float Level(int i) => Usual + (0.5f * MathF.Min(i, (120 * Minute) - i) / (60 * Minute));   // 1.4 after an hour, and back
        float[] scores = Scores(Rows(135 * Minute, Level));
        Assert.All(scores, score => Assert.InRange(score, 0, Alarm));
        Assert.InRange(scores[60 * Minute], Usual, Alarm);
        Assert.Equal(Level((135 * Minute) - 1), scores[^1]);
    }

    [Theory]
    [InlineData(1.5f, 0.2f)]   // itself
    [InlineData(0.99f, 5f)]    // what is only watched
    public void Transform_WhileAnythingAlarms_NothingIsLearned(float score, float watched) =>
        Assert.All(Scores(Rows(60 * Minute, _ => score, _ => watched)), left => Assert.Equal(score, left));

    [Fact]
    public void Transform_AlarmBetweenCalm_LeavesTheLevelAsItWas()
    {
        float[] risen = Risen(Rows(40 * Minute, i => i is > 20 * Minute and < 30 * Minute ? 3 : 0.98f));
        Assert.InRange(risen[20 * Minute], 0.07f, 0.09f);
        Assert.All(risen[(20 * Minute)..(30 * Minute)], level => Assert.Equal(risen[20 * Minute], level, 1e-6f));
    }

    [Fact]
    public void Transform_RiseWithoutEnd_IsFollowedToTwiceTheUsual()
    {
        float[] risen = Risen(Rows(500 * Minute, i => Usual * (1 + (2f * i / (500 * Minute)))));
        Assert.InRange(risen.Max(), 0.85f, Usual + 1e-3f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void Transform_AnyFrameRate_TakesASampleASecond(int framesPerSecond)
    {
        SlowChangeTransformer model = Estimator(framesPerSecond).Fit(Rows(1000, i => (float)(i * 379 % 1000) / 999));
        int first = Array.FindIndex(Risen(Rows(20 * Minute * framesPerSecond, _ => 0.98f), model), level => level > 0);
        Assert.InRange(first, 150 * framesPerSecond, 151 * framesPerSecond);
    }

    [Fact]
    public void Transform_AnotherVideo_BeginsAtNothing()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(new[] { "a", "b" }.SelectMany(video => Enumerable.Range(0, 10 * Minute).Select(i => new Row { Video = video, Frame = i, A = 0.98f })));
        float[] risen = Risen(rows);
        Assert.Equal(risen[..(10 * Minute)], risen[(10 * Minute)..]);
        Assert.Equal(0, risen[10 * Minute]);
    }

    [Fact]
    public void Continuing_InTheMiddleOfARise_IsAsIfItHadNotBeenInterrupted()
    {
        float Level(int i) => Usual + (0.5f * i / (60 * Minute));
        float[] whole = Risen(Rows(60 * Minute, Level));
        float[] rest = Risen(Rows(30 * Minute, i => Level(i + (30 * Minute))), _model.Continuing([whole[(30 * Minute) - 1], 0]));
        Assert.Equal(whole[(30 * Minute) - 1], rest[0]);
        Assert.All(whole[(30 * Minute)..].Zip(rest), pair => Assert.Equal(pair.First, pair.Second, 0.05f));   // five minutes' samples are a level
        Assert.Equal(whole[(40 * Minute)..], rest[(10 * Minute)..]);
    }

    [Fact]
    public void Continuing_OtherNumbers_AreRefused()
    {
        Assert.Throws<VadException>(() => _model.Continuing([0.1f]));
        Assert.Throws<VadException>(() => _model.Continuing([float.NaN, 0]));
        Assert.Equal(Usual, Risen(Rows(1, _ => 0), _model.Continuing([100, -100]))[0], 1e-3f);
    }

    [Fact]
    public void Saved_WithRisenLevels_ScoresTheSameAsMlNetLoadsIt()
    {
        IDataView rows = Rows(20 * Minute, i => Usual + (0.3f * i / (60 * Minute)));
        SlowChangeTransformer model = _model.Continuing([0.25f, 0]);
        using var zip = new MemoryStream();
        _ml.Model.Save(model, rows.Schema, zip);
        ITransformer loaded = new MLContext().Model.Load(zip, out _);
        Assert.Equal(RowDump.Of(model.Transform(rows)), RowDump.Of(loaded.Transform(rows)));
        Assert.Equal(RowDump.Of(model.Transform(rows)), RowDump.Of(Rehydration.Rehydrate(loaded).Transform(rows)));
        Assert.InRange(Risen(rows, (SlowChangeTransformer)Rehydration.Rehydrate(loaded))[0], 0.249f, 0.251f);
    }

    [Fact]
    public void Transform_NaN_IsRefusedByName() =>
        Assert.Contains("'W'", Assert.ThrowsAny<Exception>(() => Scores(Rows(1, _ => 0, _ => float.NaN))).GetBaseException().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "", 10)]
    [InlineData(1, "B", 10)]
    [InlineData(7, "A", 10)]
    [InlineData(1, "A", 0)]
    public void Options_OutOfRange_AreRefused(int parts, string followed, double framesPerSecond) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.FollowSlowChange(new SlowChangeEstimator.Options
        {
            Parts = [.. Enumerable.Repeat(Part("A"), parts)],
            ColumnNames = [.. new[] { followed }.Where(column => column.Length > 0)],
            FramesPerSecond = framesPerSecond,
        }));

    private SlowChangeEstimator Estimator(double framesPerSecond = 1) => _ml.Transforms.FollowSlowChange(
        new SlowChangeEstimator.Options { Parts = [Part("W"), Part("A"), Part("B")], ColumnNames = ["A", "B"], FramesPerSecond = framesPerSecond });

    private static TailFusionEstimator.Part Part(string column) => new(column, column, LeastDifference: 1e-3);

    private IDataView Rows(int count, Func<int, float> score, Func<int, float>? watched = null) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new Row { Frame = i, A = score(i), B = 0.1f * (i % 10), W = watched?.Invoke(i) ?? 0.5f }));

    private float[] Scores(IDataView rows) => [.. _model.Transform(rows).GetColumn<float>("A")];

    private float[] Risen(IDataView rows, SlowChangeTransformer? model = null) => [.. (model ?? _model).Transform(rows).GetColumn<float[]>("SlowChange").Select(levels => levels[0])];

    internal sealed class Row
    {
        public string Video { get; set; } = "v";

        public long Frame { get; set; }

        public float A { get; set; }

        public float B { get; set; }

        public float W { get; set; }
    }
}
