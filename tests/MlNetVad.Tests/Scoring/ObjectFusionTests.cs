using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Scoring;

public sealed class ObjectFusionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_Holds() => EstimatorContract.Check(
        _ml, Gated(), ScoringData.Bags(_ml, 1, Normal()), ScoringData.Scores(_ml, ("v", 0, 1)));

    [Fact]
    public void Contract_OutputReplacesAPartAndAnEmptyRow_Holds()
    {
        ObjectFusionEstimator estimator = _ml.Transforms.FuseObjectScores(new ObjectFusionEstimator.Options
        {
            ObjectScoresColumnName = "ModeScores",
            Parts = [new("ModeScores"), new("Speeds")],
        });
        EstimatorContract.Check(_ml, estimator, ScoringData.Bags(_ml, 1, Normal().Append(new ScoringData.BagRow())));
    }

    [Fact]
    public void Fit_GatedParts_LearnsMediansAndGatedMaxima()
    {
        ObjectFusionTransformer fusion = Gated().Fit(ScoringData.Bags(_ml, 1, Normal()));

        // speeds 1 2 3 | 4 | 5 6: median 3.5, maxima 3 4 6, upper (quantile 0.75) 5
        Assert.Equal(new PartCalibration("Speeds", null, 0, 3.5f, 5f), fusion.Parts[1]);

        // mode scores .9 .2 .3 | .4 | .5 .8: median .45; the first object stands (1 < 0.3 · 3.5), so it counts as .45:
        // maxima .45 .4 .8, upper (0.45 + 0.8) / 2
        PartCalibration modes = fusion.Parts[0];
        Assert.Equal("Speeds", modes.GateColumnName);
        Assert.Equal(1.05f, modes.GateThreshold, 1e-6f);
        Assert.Equal(0.45f, modes.Median, 1e-6f);
        Assert.Equal(0.625f, modes.Upper, 1e-6f);
    }

    [Fact]
    public void Transform_HandComputedSum()
    {
        ObjectFusionTransformer fusion = Gated().Fit(ScoringData.Bags(_ml, 1, Normal()));
        IDataView scored = fusion.Transform(ScoringData.Bags(_ml, 1, [
            new() { ModeScores = [0.9f, 0.625f, 0.1f, 9f], Speeds = [1f, 5f, 4.25f, 100f] },
            new(),
        ]));

        // standing: 0 + 0; on both uppers: 1 + 1; below the median: 0 + (4.25 - 3.5) / 1.5; far out: the caps
        float[] objects = scored.GetColumn<float[]>("FusedObjectScores").First();
        Assert.Equal(0f, objects[0]);
        Assert.Equal(2f, objects[1], 1e-5f);
        Assert.Equal(0.5f, objects[2], 1e-5f);
        Assert.Equal(4f, objects[3]);
        Assert.Equal([4f, 0f], scored.GetColumn<float>("Score").ToArray());
    }

    [Fact]
    public void Fit_ConstantPart_AnyExcessReachesTheCap()
    {
        IDataView data = ScoringData.Bags(_ml, 1, [new() { ModeScores = [2, 2], Speeds = [1, 1] }]);
        ObjectFusionTransformer fusion = _ml.Transforms.FuseObjectScores("Score", "ModeScores").Fit(data);
        IDataView scored = fusion.Transform(ScoringData.Bags(_ml, 1, [new() { ModeScores = [1.9f, 2f, 2.1f], Speeds = [0, 0, 0] }]));
        Assert.Equal([0f, 0f, 2f], scored.GetColumn<float[]>("FusedObjectScores").First());
    }

    [Fact]
    public void Fit_DifferentLengths_NamesBothColumns()
    {
        IDataView data = ScoringData.Bags(_ml, 1, [new() { ModeScores = [1, 2], Speeds = [1] }]);
        VadException error = Assert.Throws<VadException>(() => Gated().Fit(data));
        Assert.Contains("'ModeScores' has 2 objects and column 'Speeds' 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NaN_NamesTheColumn()
    {
        IDataView data = ScoringData.Bags(_ml, 1, [new() { ModeScores = [1], Speeds = [float.NaN] }]);
        Assert.Contains("'Speeds'", Assert.Throws<VadException>(() => Gated().Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NoObjects_MakesAnyObjectAsUnusualAsCanBe()
    {
        ObjectFusionTransformer model = Gated().Fit(ScoringData.Bags(_ml, 1, [new(), new()]));
        IDataView asked = ScoringData.Bags(_ml, 1, [new(), new() { ModeScores = [0.5f], Speeds = [0.1f] }]);
        Assert.Equal([0f, 4f], model.Transform(asked).GetColumn<float>("Score"));   // both parts at their cap of 2
    }

    [Fact]
    public void Create_NoPartsOrTooMany_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.FuseObjectScores("Score"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.FuseObjectScores("Score", "a", "b", "c", "d", "e"));
    }

    private ObjectFusionEstimator Gated() => _ml.Transforms.FuseObjectScores(new ObjectFusionEstimator.Options
    {
        Parts = [new("ModeScores", GateColumnName: "Speeds"), new("Speeds")],
        UpperQuantile = 0.75,
    });

    private static ScoringData.BagRow[] Normal() =>
    [
        new() { ModeScores = [0.9f, 0.2f, 0.3f], Speeds = [1, 2, 3] },
        new() { ModeScores = [0.4f], Speeds = [4] },
        new() { ModeScores = [0.5f, 0.8f], Speeds = [5, 6] },
    ];
}
