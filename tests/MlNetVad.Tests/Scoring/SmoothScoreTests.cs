using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

public sealed class SmoothScoreTests
{
    private static readonly (string Video, long Frame, float Score)[] Rows =
    [
        ("a", 0, 4), ("a", 1, 0), ("a", 2, 8), ("a", 3, 1),
        ("b", 4, 6), ("b", 5, 2),
        ("b", 2, 10), ("b", 3, 0),   // the frame goes back: a new sequence
    ];

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(SmoothingKind.CausalMean)]
    [InlineData(SmoothingKind.CausalExponential)]
    public void Contract_CausalKinds_Holds(SmoothingKind kind) => EstimatorContract.Check(
        _ml, Estimator(kind), ScoringData.Scores(_ml, Rows), ScoringData.Vectors(_ml, 1, [[1f]]));

    [Fact]
    public void Contract_Gaussian_HoldsWithoutSaving() => EstimatorContract.Check(
        _ml, Estimator(SmoothingKind.Gaussian), ScoringData.Scores(_ml, Rows), savable: false);

    [Fact]
    public void CausalMean_HandComputed_StartsAnewWithVideoAndFrame() =>
        Close([4, 2, 4, 3, 6, 4, 10, 5], Smooth(new() { Width = 3 }));

    [Fact]
    public void CausalExponential_HandComputed_StartsAnewWithVideoAndFrame() =>
        Close([4, 3, 4.25f, 3.4375f, 6, 5, 10, 7.5f], Smooth(new() { Kind = SmoothingKind.CausalExponential, Alpha = 0.25 }));

    [Fact]
    public void CausalExponential_HalfLife_HalvesTheWeight()
    {
        IDataView step = ScoringData.Scores(_ml, Enumerable.Range(0, 7).Select(i => ("v", (long)i, i == 0 ? 1f : 0f)));
        var options = new SmoothScoreEstimator.Options { Kind = SmoothingKind.CausalExponential, HalfLife = 3 };
        float[] scores = _ml.Transforms.SmoothScore(options).Fit(step).Transform(step).GetColumn<float>("Score").ToArray();
        Assert.Equal(0.5f, scores[3], 1e-6f);
        Assert.Equal(0.25f, scores[6], 1e-6f);
    }

    [Fact]
    public void Causal_RandomScores_EqualsTheFilterOverTheWhole()
    {
        var rand = new Random(1);
        float[] scores = Enumerable.Range(0, 100).Select(_ => (float)rand.NextDouble()).ToArray();
        IDataView data = ScoringData.Scores(_ml, scores.Select((s, i) => ("v", (long)i, s)));
        float[] expected = new float[100];
        TemporalFilters.CausalMean(scores, 8, expected);
        Assert.Equal(expected, _ml.Transforms.SmoothScore("Score").Fit(data).Transform(data).GetColumn<float>("Score").ToArray());
    }

    [Fact]
    public void Gaussian_EachVideoAlone_EqualsTheFilter()
    {
        float[] expected = new float[8];
        float[] scores = Rows.Select(r => r.Score).ToArray();
        foreach (Range sequence in new[] { 0..4, 4..6, 6..8 })
        {
            TemporalFilters.Gaussian(scores.AsSpan(sequence), 1.5, expected.AsSpan(sequence));
        }

        Assert.Equal(expected, Smooth(new() { Kind = SmoothingKind.Gaussian, Sigma = 1.5 }));
    }

    [Fact]
    public void Gaussian_Saved_IsRefusedInOneSentence()
    {
        IDataView data = ScoringData.Scores(_ml, Rows);
        SmoothScoreTransformer gaussian = Estimator(SmoothingKind.Gaussian).Fit(data);
        using var zip = new MemoryStream();
        VadException error = Assert.Throws<VadException>(() => _ml.Model.Save(gaussian, data.Schema, zip));
        Assert.Contains("reads the future", error.Message, StringComparison.Ordinal);
        Assert.False(((ITransformer)gaussian).IsRowToRowMapper);
    }

    [Fact]
    public void PredictionEngine_RowAfterRow_KeepsTheState()
    {
        IDataView data = ScoringData.Scores(_ml, Rows);
        SmoothScoreTransformer model = _ml.Transforms.SmoothScore("Score", width: 3).Fit(data);
        using PredictionEngine<ScoringData.ScoreRow, Prediction> engine = _ml.Model.CreatePredictionEngine<ScoringData.ScoreRow, Prediction>(model);
        float[] live = Rows.Select(r => engine.Predict(new() { Video = r.Video, Frame = r.Frame, Score = r.Score }).Score).ToArray();
        Close([4, 2, 4, 3, 6, 4, 10, 5], live);
    }

    [Fact]
    public void Transform_RowsWhoseScoreIsNotRead_StillEnterTheState()
    {
        IDataView data = ScoringData.Scores(_ml, Rows);
        IDataView smoothed = _ml.Transforms.SmoothScore("Score", width: 3).Fit(data).Transform(data);
        Assert.Equal(3f, _ml.Data.SkipRows(smoothed, 3).GetColumn<float>("Score").First());
    }

    [Fact]
    public void Transform_NaN_IsRefused()
    {
        IDataView data = ScoringData.Scores(_ml, ("a", 0, float.NaN));
        IDataView smoothed = _ml.Transforms.SmoothScore("Score").Fit(data).Transform(data);
        Assert.Throws<VadException>(() => smoothed.GetColumn<float>("Score").ToArray());
    }

    [Fact]
    public void Create_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.SmoothScore("Score", width: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.SmoothScore(new SmoothScoreEstimator.Options { Alpha = 1.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.SmoothScore(new SmoothScoreEstimator.Options { Sigma = 0 }));
    }

    private SmoothScoreEstimator Estimator(SmoothingKind kind) => _ml.Transforms.SmoothScore(new SmoothScoreEstimator.Options { Kind = kind, Width = 3 });

    private float[] Smooth(SmoothScoreEstimator.Options options)
    {
        IDataView data = ScoringData.Scores(_ml, Rows);
        return _ml.Transforms.SmoothScore(options).Fit(data).Transform(data).GetColumn<float>("Score").ToArray();
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
