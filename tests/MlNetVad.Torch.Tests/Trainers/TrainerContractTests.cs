using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Trainers;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>The predictor as an ML.NET estimator, in each of its modes.</summary>
public sealed class TrainerContractTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void WholeFrames_WithoutText_KeepsTheEstimatorContract() => Check(SmallPredictor.Options());

    [Fact]
    public void WholeFrames_WithTextAndEverythingOnRequest_KeepsTheEstimatorContract()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options();
        options.SemanticColumnName = "Semantic";
        options.PredictedFrameColumnName = "PredictedFrame";
        options.RoutingColumnName = "Routing";
        options.ErrorMapGrain = ErrorMapGrain.Pixel;
        Check(options);
    }

    [Fact]
    public void Objects_WithoutText_KeepsTheEstimatorContract()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options();
        options.ObjectsColumnName = "Objects";
        Check(options);
    }

    [Fact]
    public void Objects_WithTextAndEverythingOnRequest_KeepsTheEstimatorContract()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options();
        options.ObjectsColumnName = "Objects";
        options.SemanticColumnName = "Semantics";
        options.PredictedFrameColumnName = "PredictedFrame";
        options.RoutingColumnName = "Routing";
        Check(options);
    }

    [Fact]
    public void PredictionEngine_OnSavedModel_GivesTheTransformersScores()
    {
        IDataView clips = SmallPredictor.Clips(_ml);
        SparseFeatureFilteringTransformer model = _ml.AnomalyDetection.Trainers.SparseFeatureFiltering(_ml, SmallPredictor.Options()).Fit(clips);
        using var zip = new MemoryStream();
        _ml.Model.Save(model, clips.Schema, zip);
        zip.Position = 0;
        ITransformer loaded = new MLContext(seed: 9).Model.Load(zip, out _);
        float[] expected = [.. model.Transform(clips).GetColumn<float>("Score")];
        Microsoft.ML.Data.SchemaDefinition shape = Microsoft.ML.Data.SchemaDefinition.Create(typeof(ClipRow));
        shape[nameof(ClipRow.Clip)].ColumnType = clips.Schema["Clip"].Type;
        PredictionEngine<ClipRow, ScoreRow> engine = _ml.Model.CreatePredictionEngine<ClipRow, ScoreRow>(loaded, ignoreMissingColumns: true, inputSchemaDefinition: shape);

        byte[][] rows = [.. clips.GetColumn<byte[]>("Clip")];
        Assert.Equal(expected, rows.Select(clip => engine.Predict(new ClipRow { Clip = clip }).Score));
    }

    private void Check(SparseFeatureFilteringTrainer.Options options)
    {
        IDataView clips = SmallPredictor.ClipsWithText(_ml);
        IDataView without = _ml.Transforms.DropColumns("Clip").Fit(clips).Transform(clips);
        EstimatorContract.Check(_ml, _ml.AnomalyDetection.Trainers.SparseFeatureFiltering(_ml, options), clips, without);
    }

    private sealed class ClipRow
    {
        public byte[] Clip { get; set; } = [];
    }

    private sealed class ScoreRow
    {
        public float Score { get; set; }
    }
}
