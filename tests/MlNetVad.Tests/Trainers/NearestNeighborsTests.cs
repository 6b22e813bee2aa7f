using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Tests.Scoring;
using MlNetVad.Trainers;

namespace MlNetVad.Tests.Trainers;

public sealed class NearestNeighborsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_Bags_Holds() => EstimatorContract.Check(
        _ml, _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml),
        ScoringData.Bags(_ml, 2, new() { Features = [1, 0, 0, 1] }, new() { Features = [] }, new() { Features = [2, 2] }),
        ScoringData.Scores(_ml, ("v", 0, 1)));

    [Fact]
    public void Contract_Vectors_Holds() => EstimatorContract.Check(
        _ml, _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml), ScoringData.Vectors(_ml, 20, ScoringData.Planted(9, 20, 3, 0.5, seed: 1)));

    [Theory]
    [InlineData(1, 3f)]
    [InlineData(2, 4f)]
    [InlineData(9, 5f)]   // fewer than nine are there: the farthest
    public void Transform_HandComputed_IsTheDistanceToTheKthNearest(int k, float expected)
    {
        IDataView normal = ScoringData.Vectors(_ml, 2, [[3, 0], [0, 4], [0, -5]]);
        IDataView asked = ScoringData.Vectors(_ml, 2, [[0, 0]]);
        IDataView scored = _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml, numberOfNeighbors: k).Fit(normal).Transform(asked);
        Assert.Equal(expected, scored.GetColumn<float>("Score").Single(), 1e-6f);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(40)]
    public void Transform_RandomVectors_EqualsSorting(int width)
    {
        float[][] normal = [.. ScoringData.Planted(300, width, 5, 3, seed: 2)];
        float[][] asked = [.. ScoringData.Planted(20, width, 5, 4, seed: 3)];
        float[] expected = [.. asked.Select(a => normal.Select(n => MathF.Sqrt(a.Zip(n, (x, y) => (x - y) * (x - y)).Sum())).Order().ElementAt(3))];
        IDataView scored = _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml)
            .Fit(ScoringData.Vectors(_ml, width, normal)).Transform(ScoringData.Vectors(_ml, width, asked));
        Assert.All(scored.GetColumn<float>("Score").Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
    }

    [Fact]
    public void Transform_EmptyBagsAndTheSameRowTwice_ScoreRight()
    {
        IDataView normal = ScoringData.Bags(_ml, 1, new ScoringData.BagRow { Features = [0, 1] });
        IDataView asked = ScoringData.Bags(_ml, 1, new() { Features = [5] }, new() { Features = [5] }, new() { Features = [] }, new() { Features = [5, 0] });
        IDataView scored = _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml, numberOfNeighbors: 1).Fit(normal).Transform(asked);
        Assert.Equal([4f, 4f, 0f, 4f], scored.GetColumn<float>("Score"));
        Assert.Equal([1, 1, 0, 2], scored.GetColumn<float[]>("ObjectScores").Select(s => s.Length));
    }

    [Fact]
    public void Fit_NothingNormalSeen_KnowsNothing()
    {
        IDataView scored = _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml).Fit(ScoringData.Bags(_ml, 1, new ScoringData.BagRow()))
            .Transform(ScoringData.Bags(_ml, 1, new ScoringData.BagRow { Features = [5] }));
        Assert.Equal(0f, scored.GetColumn<float>("Score").Single());
    }

    [Fact]
    public void Fit_NaN_IsRefusedByName()
    {
        IDataView data = ScoringData.Vectors(_ml, 2, [[1, float.NaN]]);
        VadException error = Assert.Throws<VadException>(() => _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml).Fit(data));
        Assert.Contains("Features", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MoreThanFit_KeepsABoundedSample()
    {
        var options = new NearestNeighborsTrainer.Options { MaximumVectors = 10, NumberOfNeighbors = 1 };
        IDataView data = ScoringData.Vectors(_ml, 1, Enumerable.Range(0, 500).Select(i => new[] { (float)i }));
        float[] scores = [.. _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml, options).Fit(data).Transform(data).GetColumn<float>("Score")];
        Assert.Equal(10, scores.Count(s => s == 0));
    }
}
