using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;
using MlNetVad.Trainers;

namespace MlNetVad.Tests.Scoring;

public sealed class RedefineAnomaliesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(RedefinedAs.Normal)]
    [InlineData(RedefinedAs.Anomalous)]
    public void Contract_Holds(RedefinedAs meaning)
    {
        VadModel model = Model();
        EstimatorContract.Check(_ml, Example(model, meaning), model.Transformer.Transform(Rows((5, 5), (0, 0), (0, 9))), ScoringData.Scores(_ml, ("v", 0, 1)));
    }

    [Fact]
    public void Transform_NormalExample_IsOneMoreModeAndNothingElseChanges()
    {
        VadModel model = Model();
        IDataView rows = model.Transformer.Transform(Rows((5, 5), (5.25f, 5), (0, 0.5f), (0, 9)));
        float[] before = [.. rows.GetColumn<float>("Posture")];
        float[] after = [.. Example(model, RedefinedAs.Normal).Fit(model.Transformer.Transform(Rows((5, 5)))).Transform(rows).GetColumn<float>("Posture")];
        Assert.Equal([0, 0.25f], after[..2]);
        Assert.Equal(before[2], after[2]);                 // nearer to normal life than to the example
        Assert.Equal(MathF.Sqrt(25 + 16), after[3], 1e-4f);  // nearer to the example than to normal life, and still far
    }

    [Fact]
    public void Transform_AnomalousExample_RaisesWhatResemblesItOverTheThreshold()
    {
        VadModel model = Model();
        IDataView rows = model.Transformer.Transform(Rows((2, 2), (2.1f, 2), (0, 0.5f), (0, 9)));
        float[] before = [.. rows.GetColumn<float>("Posture")];
        IDataView redefined = Example(model, RedefinedAs.Anomalous).Fit(model.Transformer.Transform(Rows((2, 2)))).Transform(rows);
        float[] after = [.. redefined.GetColumn<float>("Posture")];
        Assert.Equal(before[2..], after[2..]);
        float alarm = (float)model.Parts.OfType<CalibrateScoreTransformer>().Single().AlarmScore;
        float[] rarities = [.. model.Parts.OfType<TailFusionTransformer>().Single().Transform(redefined).GetColumn<float>("Score")];
        Assert.All(rarities[..2], rarity => Assert.InRange(rarity, 1.99f * alarm, float.MaxValue));
    }

    [Fact]
    public void Transform_SaidNormalAndThenNearerAnomalous_TheNearestDecides()
    {
        VadModel model = Model();
        RedefinedPart part = Assert.Single(RedefinableParts.Of(model));
        var both = new RedefineAnomaliesTransformer(
            part, [new(About(RedefinedAs.Normal), [3, 3]), new(About(RedefinedAs.Anomalous), [3, 3.1f])], [.. part.Inputs.Select(i => i.Find(model.Transformer.Transform(Rows((0, 0))).Schema).Type)]);
        float[] scores = [.. both.Transform(model.Transformer.Transform(Rows((3, 3.02f), (3, 3.09f)))).GetColumn<float>("Posture")];
        Assert.True(scores[0] < 0.03f && scores[1] >= part.Raised, $"{scores[0]} {scores[1]}");
    }

    [Fact]
    public void Fit_ThousandsOfVectors_KeepsThirtyTwoThatReachAsFar()
    {
        VadModel model = Model();
        (float, float)[] ring = [.. Enumerable.Range(0, 3000).Select(i => (20 * MathF.Cos(i * 0.01f), 20 * MathF.Sin(i * 0.01f)))];
        RedefineAnomaliesTransformer redefined = Example(model, RedefinedAs.Normal).Fit(model.Transformer.Transform(Rows(ring)));
        Assert.Equal(RedefinitionExample.MostVectors * 2, Assert.Single(redefined.Examples).Vectors.Length);
        Assert.All(redefined.Transform(model.Transformer.Transform(Rows(ring))).GetColumn<float>("Posture"), score => Assert.InRange(score, 0, 4.1f));   // 2π · 20 / 32
    }

    [Fact]
    public void Fit_NothingUnusual_SaysSo()
    {
        VadModel model = Model();
        VadException e = Assert.Throws<VadException>(() => Example(model, RedefinedAs.Normal).Fit(model.Transformer.Transform(Rows((0, 0)))));
        Assert.Contains("'posture' finds nothing in the rows", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RedefineAnomalies_UnknownPart_NamesThoseThereAre()
    {
        VadException e = Assert.Throws<VadException>(() => _ml.Transforms.RedefineAnomalies(Model(), "colour", About(RedefinedAs.Normal)));
        Assert.Contains("no part 'colour'", e.Message, StringComparison.Ordinal);
        Assert.Contains("posture", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12.0-15.5", 12, 15.5, false)]
    [InlineData("120f-155f", 120, 155, true)]
    public void ParseSegment_SecondsOrFrames_AreRead(string text, double from, double to, bool frames)
    {
        var segment = VideoSegment.Parse(text);
        Assert.Equal((from, to, frames), (segment.From, segment.To, segment.InFrames));
    }

    [Theory]
    [InlineData("12")]
    [InlineData("15-12")]
    [InlineData("a-b")]
    [InlineData("1-2f")]
    [InlineData("-1-2")]
    [InlineData("")]
    public void ParseSegment_Other_IsRefused(string text) => Assert.Contains("is no segment", Assert.Throws<VadException>(() => VideoSegment.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void ScoreOf_IsTheInverseOfRarity()
    {
        var rand = new Random(3);
        TailCalibration tail = TailCalibration.Of([.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 200).Select(_ => (float)rand.NextDouble()).ToArray())], 0.01);
        Assert.All([1.5, 3.0, 6.0], rarity => Assert.Equal(rarity, tail.Rarity(tail.ScoreOf(rarity)), 1e-3));
        Assert.Equal(0.5, tail.Typical, 0.03);
    }

    private static Redefinition About(RedefinedAs meaning) => new(1, meaning, "v", 0, 9, "anna", DateTimeOffset.UnixEpoch);

    private RedefineAnomaliesEstimator Example(VadModel model, RedefinedAs meaning) => _ml.Transforms.RedefineAnomalies(model, "posture", About(meaning));

    // normal life lies within one of the origin
    private VadModel Model()
    {
        var rand = new Random(1);
        IDataView normal = Rows([.. Enumerable.Range(0, 2000).Select(_ => ((float)(2 * rand.NextDouble()) - 1, (float)(2 * rand.NextDouble()) - 1))]);
        ITransformer fitted = _ml.AnomalyDetection.Trainers
            .NearestNeighbors(_ml, new NearestNeighborsTrainer.Options { ScoreColumnName = "Posture", ObjectScoresColumnName = "PostureScores" })
            .Append(_ml.Transforms.FuseByRarity(new TailFusionEstimator.Options { Parts = [new("posture", "Posture", LeastDifference: 0.1)] }))
            .Append(_ml.Transforms.CalibrateScore("Score"))
            .Fit(normal);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        VadModel.Save(_ml, fitted, normal.Schema, path);
        var model = VadModel.Load(_ml, path);
        File.Delete(path);
        return model;
    }

    private IDataView Rows(params (float X, float Y)[] vectors) =>
        ScoringData.Bags(_ml, 2, vectors.Select((v, i) => new ScoringData.BagRow { Video = $"{i / 50}", Frame = i, Features = [v.X, v.Y] }));
}
