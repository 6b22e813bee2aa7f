using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Trainers;

namespace MlNetVad.Tests.Scoring;

/// <summary>Two parts that score bags of two numbers, and a third that sees nothing.</summary>
public sealed class MadeAnomaliesTests
{
    private static readonly MadeKind Larger = Kind("larger", "size", "Features", values => values[0] += 20);
    private static readonly MadeKind Same = Kind("same", "size", "Features", _ => { });
    private static readonly MadeKind Unseen = Kind("unseen", "blind", "Features", values => values[0] += 20);
    private static readonly MadeKind Nothing = Kind("nothing", "blind", "Features", _ => { }, made: false);

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Fit_KindsThatThePartFinds_ChangesNoScoreAndKeepsWhatCameOfThem()
    {
        IDataView rows = Rows();
        TransformerChain<ITransformer> tried = Fit(rows, Larger), untried = Fit(rows);
        Assert.Equal(untried.Transform(rows).GetColumn<float>("Score"), tried.Transform(rows).GetColumn<float>("Score"));

        MadeAnomalyTrial trial = Trial(tried);
        Assert.Empty(trial.LeftOut);
        Assert.Empty(trial.Reasons);
        TriedKind kind = Assert.Single(trial.Kinds);
        Assert.Equal(("larger", "size", 400), (kind.Name, kind.Part, kind.Rows));
        Assert.InRange(kind.Auc!.Value, 0.99, 1);
        Assert.InRange(kind.Noticed!.Value, 0.9, 1);
        Assert.Null(Fusion(untried).Trial);
    }

    [Fact]
    public void Fit_PartThatIsBlind_IsLeftOutAndNamed()
    {
        IDataView rows = Rows();
        TransformerChain<ITransformer> model = Fit(rows, Larger, Unseen);
        MadeAnomalyTrial trial = Trial(model);
        Assert.Equal(["blind"], trial.LeftOut);
        Assert.Equal(0.5, trial.Kinds[1].Auc);
        Assert.Contains("'blind' is left out", Assert.Single(trial.Reasons), StringComparison.Ordinal);
        Assert.Contains("(unseen)", trial.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("left out", Fusion(model).Settings[1].Value, StringComparison.Ordinal);

        // as if it had never been there, also where it is loud
        IDataView without = Calibrated(["size"], []).Fit(rows).Transform(Rows(blind: 50)), with = model.Transform(Rows(blind: 50));
        Assert.Equal(without.GetColumn<float>("Score"), with.GetColumn<float>("Score"));
        Assert.All(with.GetColumn<float[]>("ScoreParts"), parts => Assert.Equal(0, parts[1]));
        Assert.NotEqual(with.GetColumn<float>("Score"), Fit(rows).Transform(Rows(blind: 50)).GetColumn<float>("Score"));
    }

    [Fact]
    public void Fit_NoPartBetterThanChance_HearsThemAll()
    {
        TransformerChain<ITransformer> model = Fit(Rows(), Same, Unseen);
        Assert.Empty(Trial(model).LeftOut);
        Assert.Equal([0.5, 0.5], Trial(model).Kinds.Select(kind => kind.Auc));
    }

    [Fact]
    public void Fit_NothingToMakeItOf_JudgesNoPart()
    {
        MadeAnomalyTrial trial = Trial(Fit(Rows(), Larger, Nothing));
        Assert.Empty(trial.LeftOut);
        Assert.Equal(new TriedKind { Name = "nothing", Text = "nothing", Part = "blind" }, trial.Kinds[1]);
    }

    [Fact]
    public void Fit_PartThatTheFusionLacks_IsRefused() => Assert.Contains(
        "which the fusion does not have; it has size, blind",
        Assert.Throws<VadException>(() => Fit(Rows(), Kind("odd", "smell", "Features", _ => { }))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Create_StretchesOfNothing_AreRefused() => Assert.ThrowsAny<ArgumentOutOfRangeException>(
        () => _ml.Transforms.CalibrateOnHeldOut(Scorer(), Calibrator([]), made: new MadeAnomalies([Larger], Calibrator, StretchRows: 0)));

    private static MadeKind Kind(string name, string part, string column, Action<float[]> change, bool made = true) => new(name, name, part, new ColumnChange(column, (_, _) => values =>
    {
        float[] changed = values.ToArray();
        change(changed);
        changed.CopyTo(values);
        return made;
    }));

    private static TailFusionTransformer Fusion(ITransformer model) => VadModel.Leaves(model).OfType<TailFusionTransformer>().Single();

    private static MadeAnomalyTrial Trial(ITransformer model) => Fusion(model).Trial!;

    private TransformerChain<ITransformer> Fit(IDataView rows, params MadeKind[] kinds) => Calibrated(["size", "blind"], kinds).Fit(rows);

    private HeldOutCalibrationEstimator Calibrated(string[] parts, MadeKind[] kinds) => _ml.Transforms.CalibrateOnHeldOut(
        Scorer(), Calibrator([], parts), folds: 4, made: kinds.Length == 0 ? null : new MadeAnomalies(kinds, Calibrator, StretchRows: 10));

    private IEstimator<ITransformer> Scorer() => _ml.AnomalyDetection.Trainers.NearestNeighbors(_ml, new NearestNeighborsTrainer.Options { ScoreColumnName = "Size" });

    private IEstimator<ITransformer> Calibrator(IReadOnlyCollection<string> leftOut) => Calibrator(leftOut, ["size", "blind"]);

    private IEstimator<ITransformer> Calibrator(IReadOnlyCollection<string> leftOut, string[] parts) => _ml.Transforms
        .FuseByRarity(new TailFusionEstimator.Options
        {
            Parts = [.. parts.Select(name => new TailFusionEstimator.Part(name, name == "size" ? "Size" : "Blind", 0.1) { IsHeard = !leftOut.Contains(name) })],
        })
        .Append(_ml.Transforms.CalibrateScore("Score"));

    private IDataView Rows(float blind = 1)
    {
        var rand = new Random(1);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 2);
        return _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 400).Select(i => new Row
            {
                Video = $"{i / 50}",
                Frame = i % 50,
                Features = [10 + (float)rand.NextDouble(), (float)rand.NextDouble()],
                Blind = blind,
            }).ToArray(),
            definition);
    }

    private sealed class Row
    {
        public string Video { get; set; } = "";

        public long Frame { get; set; }

        public float[] Features { get; set; } = [];

        public float Blind { get; set; }
    }
}
