using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

public sealed class CalibrateScoreTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_InPlace_Holds() =>
        EstimatorContract.Check(_ml, _ml.Transforms.CalibrateScore("Score"), Normal(), ScoringData.Vectors(_ml, 1, [[1f]]));

    [Fact]
    public void Contract_OtherNames_Holds() => EstimatorContract.Check(
        _ml,
        _ml.Transforms.CalibrateScore(new CalibrateScoreEstimator.Options { OutputColumnName = "Calibrated", InputColumnName = "Score", PredictedLabelColumnName = "Alarm" }),
        Normal());

    [Fact]
    public void Fit_HundredOneScores_LearnsTheQuantiles()
    {
        CalibrateScoreTransformer model = _ml.Transforms.CalibrateScore("Score", falseAlarmQuantile: 0.9).Fit(Normal());
        Assert.Equal(50, model.Median, 1e-4);
        Assert.Equal(90, model.AlarmScore, 1e-4);
        Assert.Equal(Enumerable.Range(0, 101).Select(i => (float)i), model.Quantiles);
        Assert.Equal(0.5f, model.Threshold);
    }

    [Fact]
    public void Transform_HandComputedScoresAndLabels()
    {
        CalibrateScoreTransformer model = _ml.Transforms.CalibrateScore("Score", falseAlarmQuantile: 0.9).Fit(Normal());
        IDataView scored = model.Transform(ScoringData.Scores(_ml, ("v", 0, 50), ("v", 1, 90), ("v", 2, 91), ("v", 3, 10), ("v", 4, 450)));
        Assert.Equal([0f, 0.5f, 0.5125f, -0.5f, 5f], scored.GetColumn<float>("Score").ToArray());
        Assert.Equal([false, false, true, false, true], scored.GetColumn<bool>("PredictedLabel").ToArray());
    }

    [Fact]
    public void WithThreshold_ChangesLabelsOnly_AndIsSaved()
    {
        CalibrateScoreTransformer strict = _ml.Transforms.CalibrateScore("Score", falseAlarmQuantile: 0.9).Fit(Normal()).WithThreshold(5f);
        IDataView test = ScoringData.Scores(_ml, ("v", 0, 450), ("v", 1, 451));
        Assert.Equal([false, true], strict.Transform(test).GetColumn<bool>("PredictedLabel").ToArray());

        using var zip = new MemoryStream();
        _ml.Model.Save(strict, test.Schema, zip);
        zip.Position = 0;
        ITransformer loaded = Rehydration.Rehydrate(_ml.Model.Load(zip, out _));
        Assert.Equal([false, true], loaded.Transform(test).GetColumn<bool>("PredictedLabel").ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => strict.WithThreshold(float.NaN));
    }

    [Fact]
    public void Fit_ConstantScores_KeepsTheOrder()
    {
        CalibrateScoreTransformer model = _ml.Transforms.CalibrateScore("Score").Fit(ScoringData.Scores(_ml, ("v", 0, 3), ("v", 1, 3)));
        float[] scores = model.Transform(ScoringData.Scores(_ml, ("v", 0, 2.9f), ("v", 1, 3), ("v", 2, 3.1f))).GetColumn<float>("Score").ToArray();
        Assert.True(scores[0] < 0);
        Assert.Equal(0, scores[1]);
        Assert.True(scores[2] > 0.5f && float.IsFinite(scores[2]));
    }

    [Fact]
    public void Fit_NaNOrNoRows_IsRefused()
    {
        CalibrateScoreEstimator estimator = _ml.Transforms.CalibrateScore("Score");
        VadException error = Assert.Throws<VadException>(() => estimator.Fit(ScoringData.Scores(_ml, ("v", 0, 1), ("v", 1, float.NaN))));
        Assert.Contains("'Score'", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<VadException>(() => estimator.Fit(ScoringData.Scores(_ml)));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Create_QuantileOutOfRange_IsRefused(double quantile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.CalibrateScore("Score", falseAlarmQuantile: quantile));

    [Fact]
    public void QuantileSample_BeyondItsCapacity_StaysClose()
    {
        var sample = new QuantileSample(capacity: 10_000);
        for (int i = 0; i < 100_000; i++)
        {
            sample.Add(i);
        }

        Assert.Equal(100_000, sample.Seen);
        Assert.InRange(sample.Quantile(0.95), 94_000, 96_000);   // the standard error is 218
    }

    private IDataView Normal() => ScoringData.Scores(_ml, Enumerable.Range(0, 101).Select(i => ("v", (long)i, (float)((i * 37) % 101))));
}
