using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>A model of the default pipeline of a generated scene's normal life, seed 1, trained once for all tests that look at it.</summary>
internal static class GeneratedModel
{
    /// <summary>The scene; its test part has the kinds of anomaly that are asked for.</summary>
    public const string Scene = "synthetic:scene?seed=7&fps=10&frames=300&width=320&height=240";

    private static readonly Lazy<VadModel> Trained = new(Train);

    /// <summary>The model, saved and loaded.</summary>
    public static VadModel Load() => Trained.Value;

    private static VadModel Train()
    {
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions();
        VideoSource normal = VadDataset.Open($"{Scene}&videos=8&anomalies=0", VadSplit.Train);
        IDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
        return NormalModes.Create(ml, options).Fit(clips).SavedAndLoaded(ml, clips.Schema);
    }

    /// <summary>A model as a user has it: from its zip.</summary>
    public static VadModel SavedAndLoaded(this ITransformer model, MLContext ml, DataViewSchema schema)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        VadModel.Save(ml, model, schema, path, new TrainingRecord { Source = "a test's", LibraryVersion = "" });
        var loaded = VadModel.Load(ml, path);
        File.Delete(path);
        return loaded;
    }
}
