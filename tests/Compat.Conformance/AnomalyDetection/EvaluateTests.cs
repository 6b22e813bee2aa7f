using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.AnomalyDetection;

public sealed class EvaluateTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Evaluate_PerfectRanking_IsOne()
    {
        var metrics = Evaluate([1, 1, 0, 0], [0.9f, 0.8f, 0.2f, 0.1f]);

        Assert.Equal(1, metrics.AreaUnderRocCurve);
        Assert.Equal(1, metrics.DetectionRateAtFalsePositiveCount);
    }

    [Fact]
    public void Evaluate_SomePairsWrong_IsTheShareOfPairsInOrder()
    {
        // 0.9 is above both normal rows, 0.5 above one of them: 3 of 4 pairs
        Assert.Equal(0.75, Evaluate([1, 0, 1, 0], [0.9f, 0.7f, 0.5f, 0.3f]).AreaUnderRocCurve);
    }

    [Fact]
    public void Evaluate_AllTied_IsAHalf()
    {
        Assert.Equal(0.5, Evaluate([1, 0, 1, 0, 0], [2, 2, 2, 2, 2]).AreaUnderRocCurve);
    }

    [Fact]
    public void Evaluate_OneTieAmongOthers_CountsHalfAPair()
    {
        // pairs: (3,1) yes, (3,2) yes, (2,1) yes, (2,2) half
        Assert.Equal(3.5 / 4, Evaluate([1, 1, 0, 0], [3, 2, 2, 1]).AreaUnderRocCurve);
    }

    [Fact]
    public void Evaluate_MissingLabelsAndScores_DoNotCount()
    {
        var metrics = Evaluate([1, float.NaN, 0, 1, 0], [0.9f, 5, 0.1f, float.NaN, float.PositiveInfinity]);

        Assert.Equal(1, metrics.AreaUnderRocCurve);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.75)]
    [InlineData(3, 1)]
    public void Evaluate_FalsePositiveCount_IsTheShareFoundBeforeOneMore(int falsePositives, double expected)
    {
        float[] labels = [1, 0, 1, 0, 1, 0, 1, 0, 0, 0];
        float[] scores = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

        Assert.Equal(expected, Evaluate(labels, scores, falsePositives).DetectionRateAtFalsePositiveCount);
    }

    [Fact]
    public void Evaluate_OnlyNormalRows_Fails()
    {
        Assert.ThrowsAny<ArgumentException>(() => Evaluate([0, 0], [1, 2]));
    }

    [Fact]
    public void Evaluate_BooleanLabel_IsRefused()
    {
        var data = _ml.Data.LoadFromEnumerable([new BooleanRow { Label = true, Score = 1 }, new BooleanRow()]);

        Assert.Contains("Label", Assert.ThrowsAny<ArgumentException>(() => _ml.AnomalyDetection.Evaluate(data)).Message);
    }

    [Fact]
    public void Evaluate_OtherColumnNames_AreUsed()
    {
        var data = _ml.Transforms.CopyColumns("Truth", "Label")
            .Append(_ml.Transforms.CopyColumns("Strangeness", "Score"))
            .Append(_ml.Transforms.DropColumns("Label", "Score"));
        var rows = Rows([1, 0], [2, 1]);

        var metrics = _ml.AnomalyDetection.Evaluate(data.Fit(rows).Transform(rows), "Truth", "Strangeness");

        Assert.Equal(1, metrics.AreaUnderRocCurve);
    }

    private AnomalyDetectionMetrics Evaluate(float[] labels, float[] scores, int falsePositives = 10) =>
        _ml.AnomalyDetection.Evaluate(Rows(labels, scores), falsePositiveCount: falsePositives);

    private IDataView Rows(float[] labels, float[] scores) =>
        _ml.Data.LoadFromEnumerable(labels.Zip(scores, (label, score) => new Row { Label = label, Score = score }).ToArray());

    private sealed class Row
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class BooleanRow
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
