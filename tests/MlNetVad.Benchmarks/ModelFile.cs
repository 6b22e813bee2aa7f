using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Torch.Trainers.Scoring;

namespace MlNetVad.Benchmarks;

/// <summary>Seconds to save and to load the zip of a network of about 12 million weights; the second of three runs on, for the first warms up.</summary>
internal static class ModelFile
{
    private const int Runs = 4;

    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        var network = new FramePredictor(new PredictorOptions
        {
            Dimension = 256,
            Heads = 4,
            AppearanceDepth = 4,
            MotionDimension = 128,
            MotionHeads = 4,
            MotionDepth = 4,
            FusionDepth = 4,
        });
        ScoreCalibration plain = new(0, 1, new float[ScoreCalibration.TableSize]);
        var model = new PredictorModel(network, new PoolingChoice(default, 0, 0), new ScoreFusion(plain, plain, plain, 1, 1), default, PlaceScale.None, []);
        var columns = new PredictorColumns
        {
            Clip = "Clip",
            Semantic = "Semantic",
            Score = "Score",
            PredictedLabel = "PredictedLabel",
            FrameError = "FrameError",
            SemanticError = "SemanticError",
            ErrorMap = "ErrorMap",
            ObjectScores = "ObjectScores",
        };
        VectorDataViewType clip = new(NumberDataViewType.Byte, 5, 128, 192, 1), text = new(NumberDataViewType.Single, network.Options.TextDimension);
        var transformer = new SparseFeatureFilteringTransformer(columns, model, new ScoringOptions(default, 0.5f, 8), [clip, text]);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Clip", clip);
        schema.AddColumn("Semantic", text);

        string path = Path.Combine(Path.GetTempPath(), $"mlnetvad-file-{Environment.ProcessId}.zip");
        Console.WriteLine($"{network.parameters().Sum(p => p.numel()):N0} weights");
        for (int run = 0; run < Runs; run++)
        {
            var clock = Stopwatch.StartNew();
            VadModel.Save(ml, transformer, schema.ToSchema(), path);
            double saved = clock.Elapsed.TotalSeconds;
            clock.Restart();
            VadModel.Load(ml, path);
            Console.WriteLine($"save {saved:0.00} s, load {clock.Elapsed.TotalSeconds:0.00} s, {new FileInfo(path).Length / 1e6:0.0} MB");
        }

        File.Delete(path);
    }
}
