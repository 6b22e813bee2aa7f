using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

public sealed class TailFusionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_TwoParts_Holds() => EstimatorContract.Check(
        _ml, Fusion(), Parts(Exponential(200, 1), Exponential(200, 2)), ScoringData.Vectors(_ml, 1, [[1f]]));

    [Theory]
    [InlineData(0.5, 0.301)]    // half of all rows reach the median
    [InlineData(0.9, 1)]
    [InlineData(0.99, 2)]
    public void Rarity_ExponentialScores_IsThePowerOfTen(double share, double expected)
    {
        TailCalibration tail = TailCalibration.Of([.. Exponential(100_000, 1).Chunk(1000)], 1e-6);
        Assert.Equal(expected, tail.Rarity((float)-Math.Log(1 - share)), 0.05);
    }

    [Fact]
    public void Rarity_HigherScore_IsNeverLess()
    {
        TailCalibration tail = TailCalibration.Of([Exponential(500, 3), [0, 0, 0, 1, 1, 1]], 0.1);
        float[] rarities = [.. Enumerable.Range(-10, 400).Select(i => tail.Rarity(i / 20f))];
        Assert.All(rarities.Zip(rarities.Skip(1)), pair => Assert.True(pair.Second >= pair.First && float.IsFinite(pair.Second)));
    }

    [Fact]
    public void Rarity_WhatEveryNormalRowHas_IsNone()
    {
        TailCalibration tail = TailCalibration.Of([new float[100]], 0.5);
        Assert.Equal(0, tail.Rarity(0));
        Assert.InRange(tail.Rarity(0.05f), 1, 1.1f);    // beyond, but by less than the least difference
        Assert.InRange(tail.Rarity(5), 2, float.MaxValue);
    }

    [Fact]
    public void Rarity_FewerVideos_AreBelievedLess()
    {
        float[] scores = Exponential(1000, 4);
        Assert.True(TailCalibration.Of([.. scores.Chunk(500)], 1e-6).Rarity(8) < TailCalibration.Of([.. scores.Chunk(20)], 1e-6).Rarity(8));
    }

    [Fact]
    public void Rarity_OneVideoUnlikeTheOthers_ScalesThePartDown()
    {
        float[][] alike = [.. Exponential(1000, 4).Chunk(100)], unlike = [.. alike.Select((v, i) => i == 3 ? [.. v.Select(s => s + 20)] : v)];
        TailCalibration trusted = TailCalibration.Of(alike, 1e-6), doubted = TailCalibration.Of(unlike, 1e-6);
        Assert.InRange(doubted.Rarity(1), 0.3 * trusted.Rarity(1), 0.9 * trusted.Rarity(1));
    }

    [Fact]
    public void Transform_PartsOfOtherScales_TheRarestDecides()
    {
        float[] small = Exponential(2000, 5), large = [.. Exponential(2000, 6).Select(x => 1000 * x)];
        TailFusionTransformer model = Fusion().Fit(Parts(small, large));
        IDataView scored = model.Transform(Parts([0.1f, 9], [9000, 100]));
        float[][] parts = [.. scored.GetColumn<float[]>("ScoreParts")];
        Assert.Equal(["a", "b"], model.PartNames);
        Assert.True(parts[0][1] > 2.5 && parts[0][0] < 0.2 && parts[1][0] > 2.5 && parts[1][1] < 0.2);
        Assert.Equal([parts[0][1], parts[1][0]], scored.GetColumn<float>("Score"));
    }

    [Fact]
    public void Options_SevenParts_AreRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.FuseByRarity(
        new TailFusionEstimator.Options { Parts = [.. Enumerable.Range(0, 7).Select(i => new TailFusionEstimator.Part($"{i}", "A", 1))] }));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void CalibrateScore_VideosThatDiffer_RaisesTheThresholdForTheNext(int videos)
    {
        var rand = new Random(7);
        (string, long, float)[] rows = [.. Enumerable.Range(0, 4000).Select(i =>
            ($"{i / 1000 % videos}", (long)i, (float)(rand.NextDouble() + (i / 1000))))];   // each quarter lies one higher
        IDataView data = ScoringData.Scores(_ml, rows);
        float grouped = Median(data, "Video"), pooled = Median(data, null);
        Assert.True(grouped < 0.75 * pooled, $"{grouped} {pooled}");                       // a higher threshold makes calibrated scores smaller

        float Median(IDataView scores, string? group) => _ml.Transforms
            .CalibrateScore(new CalibrateScoreEstimator.Options { GroupColumnName = group, FalseAlarmQuantile = 0.99 })
            .Fit(scores).Transform(ScoringData.Scores(_ml, ("x", 0, 3.9f))).GetColumn<float>("Score").Single();
    }

    private TailFusionEstimator Fusion() => _ml.Transforms.FuseByRarity(new TailFusionEstimator.Options
    {
        Parts = [new("a", "A", LeastDifference: 1e-3), new("b", "B", LeastDifference: 1e-3)],
    });

    private IDataView Parts(float[] a, float[] b)
    {
        int i = 0;
        return _ml.Data.LoadFromEnumerable([.. a.Zip(b, (x, y) => new PartRow { Video = $"{i++ / 50}", A = x, B = y })]);
    }

    private static float[] Exponential(int count, int seed)
    {
        var rand = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)-Math.Log(1 - rand.NextDouble()))];
    }

    internal sealed class PartRow
    {
        public string Video { get; set; } = "";

        public float A { get; set; }

        public float B { get; set; }
    }
}
