using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Torch.Trainers;
using MlNetVad.Trainers;

namespace MlNetVad.Service.Tests;

/// <summary>A model of actions that trains in seconds: as SceneAdaptive has it from the encoded frames of things on, which are made up here.</summary>
internal sealed class ActionRows
{
    private const int Frames = 3, Width = 8, Count = 120, Videos = 12;
    private static readonly string[] Names = ["walking", "running", "jumping"];

    public string Video { get; set; } = "";

    public long Frame { get; set; }

    public string Action { get; set; } = "";

    public float[] ObjectFrames { get; set; } = [];

    public float[] ObjectClipsBoxes { get; set; } = [];

    public float[] ActionText { get; set; } = [];

    /// <summary>Trains it.</summary>
    /// <param name="path">Where it goes.</param>
    /// <returns>The rows that it was trained on.</returns>
    public static IDataView Train(string path)
    {
        var ml = new MLContext(seed: 1);
        IDataView names = ml.Data.LoadFromEnumerable(Names.Select(name => new Named { Action = name }));
        float[][] texts = [.. ml.Transforms.EmbedText("Meaning", "Action", PretrainedText.MiniLM).Fit(names).Transform(names).GetColumn<float[]>("Meaning")];
        var random = new Random(1);
        ActionRows[] made = [.. Enumerable.Range(0, Count).Select(i => new ActionRows
        {
            Video = $"v/{i * Videos / Count}", Frame = i, Action = Names[i % Names.Length], ActionText = texts[i % Names.Length], ObjectClipsBoxes = [10, 10, 20, 40, 1, 0],
            ObjectFrames = [.. Enumerable.Range(0, Frames * Width).Select(k => (k % Names.Length == i % Names.Length ? 1f : 0) + (0.1f * random.NextSingle()))],
        })];
        var shape = SchemaDefinition.Create(typeof(ActionRows));
        shape[nameof(ObjectFrames)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, Frames, Width);
        shape[nameof(ObjectClipsBoxes)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 6);
        shape[nameof(ActionText)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, texts[0].Length);
        IDataView rows = ml.Data.LoadFromEnumerable(made, shape);
        ITransformer model = ml.AnomalyDetection.Trainers.ActionFeatures(ml, new ActionFeatureTrainer.Options { Epochs = 30, LearningRate = 3e-3, OutputColumnName = "Does", Seed = 1 })
            .Append(ml.AnomalyDetection.Trainers.CosineKMeans(ml, new CosineKMeansTrainer.Options
            {
                FeatureColumnName = "DoesResponses", NumberOfModes = 3, ScoreColumnName = "ActionScore", ObjectScoresColumnName = "ActionScores", NearestModeColumnName = "Mode",
            }))
            .Append(ml.Transforms.FuseByRarity(new TailFusionEstimator.Options
            {
                OutputColumnName = "Score", Parts = [new TailFusionEstimator.Part("action", "ActionScore", LeastDifference: 0.01, new PartPlaces("ActionScores", "ObjectClipsBoxes"))],
            }))
            .Append(ml.Transforms.SmoothScore("Score", width: 3))
            .Append(ml.Transforms.CalibrateScore(new CalibrateScoreEstimator.Options { OutputColumnName = "Score", GroupColumnName = "Video" })).Fit(rows);
        VadModel.Save(ml, model, rows.Schema, path);
        return rows;
    }

    private sealed class Named
    {
        public string Action { get; set; } = "";
    }
}
