using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Tests.Scoring;
using MlNetVad.Trainers;

namespace MlNetVad.Tests.Trainers;

public sealed class MemoryBankTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_MapsAndGaps_Holds() => EstimatorContract.Check(
        _ml, Trainer(columns: 2), Maps(2, [1, 0, 0, 1, 1, 1, 1, 0], [], [0, 1, 0, 1, 1, 0, 1, 0]), ScoringData.Scores(_ml, ("v", 0, 1)));

    [Theory]
    [InlineData(new float[] { 2, 0 }, 0)]          // a direction, not a length
    [InlineData(new float[] { 0, 3 }, 1.41421354)]
    [InlineData(new float[] { -1, 0 }, 2)]
    public void Transform_OnePlace_IsTheDistanceOfUnitVectors(float[] asked, float expected)
    {
        IDataView scored = Trainer().Fit(Maps(2, [1, 0])).Transform(Maps(2, asked));
        Assert.Equal(expected, scored.GetColumn<float>("Score").Single(), 1e-6f);
    }

    [Fact]
    public void Transform_SeenNextDoor_IsNormalAndSeenFarAwayIsNot()
    {
        // one row of four places: only the first has ever looked like (0, 1)
        MemoryBankTransformer model = Trainer(columns: 4).Fit(Maps(2, [0, 1, 1, 0, 1, 0, 1, 0]));
        float[][] places = [.. model.Transform(Maps(2, [1, 0, 0, 1, 1, 0, 1, 0], [1, 0, 1, 0, 0, 1, 1, 0])).GetColumn<float[]>("PlaceScores")];
        Assert.Equal([0, 0, 0, 0], places[0]);
        Assert.Equal([0, 0, MathF.Sqrt(2), 0], places[1]);
    }

    [Fact]
    public void Transform_RowsWithoutVectors_KeepTheScoreUntilTheVideoEnds()
    {
        MemoryBankTransformer model = Trainer().Fit(Maps(2, [1, 0]));
        IDataView scored = model.Transform(ScoringData.Bags(
            _ml, 2,
            new() { Frame = 0 },
            new() { Frame = 1, Features = [0, 1] },
            new() { Frame = 2 },
            new() { Video = "w", Frame = 3 }));
        Assert.Equal([0, MathF.Sqrt(2), MathF.Sqrt(2), 0], scored.GetColumn<float>("Score"));
    }

    [Fact]
    public void Fit_MoreThanFits_KeepsABoundedMemoryThatCoversAll()
    {
        float[][] circle = [.. Enumerable.Range(0, 400).Select(i => new[] { MathF.Cos(i * MathF.Tau / 400), MathF.Sin(i * MathF.Tau / 400) })];
        IDataView data = Maps(2, circle);
        MemoryBankTransformer model = Trainer(most: 20).Fit(data);
        string memory = model.Settings.Single().Value;
        Assert.InRange(int.Parse(memory.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 8, 20);
        Assert.All(model.Transform(data).GetColumn<float>("Score"), score => Assert.InRange(score, 0, 0.6f));
    }

    [Fact]
    public void Fit_NothingSeen_KnowsNothing()
    {
        IDataView scored = Trainer().Fit(Maps(2, [[]])).Transform(Maps(2, [0, 1]));
        Assert.Equal(0f, scored.GetColumn<float>("Score").Single());
    }

    [Fact]
    public void Fit_NaN_IsRefusedByName()
    {
        VadException error = Assert.Throws<VadException>(() => Trainer().Fit(Maps(2, [1, float.NaN])));
        Assert.Contains("Features", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_RowsThatDifferInPlaces_AreRefused()
    {
        VadException error = Assert.Throws<VadException>(() => Trainer(columns: 2).Fit(Maps(2, [1, 0, 1, 0], [1, 0])));
        Assert.Contains("2 places", error.Message, StringComparison.Ordinal);
    }

    private MemoryBankTrainer Trainer(int columns = 1, int most = 100) => _ml.AnomalyDetection.Trainers.MemoryBank(
        new MemoryBankTrainer.Options { GridColumns = columns, MaximumVectors = most });

    private IDataView Maps(int width, params float[][] maps) =>
        ScoringData.Bags(_ml, width, maps.Select((m, i) => new ScoringData.BagRow { Frame = i, Features = m }));
}
