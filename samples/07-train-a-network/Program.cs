// Trains a network that predicts the next frame and what it means; what it predicts badly is unusual.
// Then fine-tunes it for another camera, in a quarter of the steps.
//   dotnet run                              a very small network, some dozens of steps, two generated scenes
//   dotnet run -- videos/normal net.zip 2000 videos/other
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;

const string Scene = "synthetic:scene?split=train&videos=2&frames=80&width=96&height=64&fps=10";
string from = args.ElementAtOrDefault(0) ?? Scene;
string zip = args.ElementAtOrDefault(1) ?? "network.zip";
int steps = int.Parse(args.ElementAtOrDefault(2) ?? "40", CultureInfo.InvariantCulture);
string? other = args.Length == 0 ? Scene + "&seed=5" : args.ElementAtOrDefault(3);

Train(from, zip, Options(steps));

if (other is not null)
{
    SparseFilteringOptions further = Options(Math.Max(1, steps / 4));
    further.Predictor.InitialModelPath = zip;       // its weights; background, pooling and threshold are the new camera's
    further.Predictor.LearningRate /= 3;
    Train(other, Path.ChangeExtension(zip, ".tuned.zip"), further);
}

static void Train(string videos, string zip, SparseFilteringOptions options)
{
    options.Predictor.CheckpointPath = zip + ".checkpoint";     // a run that was stopped goes on from here
    options.Predictor.Resume = File.Exists(options.Predictor.CheckpointPath);
    var ml = new MLContext(seed: 1);
    IDataView clips = VideoData.Load(ml, VideoSource.FromPath(videos), SibVad.ClipOptions(options));
    ITransformer model = SibVad.Create(ml, options).Fit(clips);
    VadModel.Save(ml, model, clips.Schema, zip);
    File.Delete(options.Predictor.CheckpointPath);

    float[] scores = [.. model.Transform(clips).GetColumn<float>("Score")];
    Console.WriteLine($"Saved {zip}; its training frames score {scores.Average():0.00} on average, and 0.5 is the threshold.");
}

// Small enough for a first try; SparseFilteringOptions has the sizes that docs/accuracy.md measures.
static SparseFilteringOptions Options(int steps)
{
    var options = new SparseFilteringOptions();
    (options.Predictor.MaximumSteps, options.Predictor.CheckInterval) = (steps, Math.Max(1, steps / 4));
    options.Predictor.Progress = new Loss();
    (options.Predictor.Network.Height, options.Predictor.Network.Width, options.Predictor.Network.PatchSize) = (32, 48, 8);
    (options.Predictor.Network.Dimension, options.Predictor.Network.MotionDimension, options.Predictor.Network.DecoderDepth) = (16, 16, 1);
    (options.Predictor.Network.RoutedFilters, options.Predictor.Network.ActiveFilters, options.Predictor.Network.Reduction) = (7, 2, 4);
    return options;
}

internal sealed class Loss : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Step % 10 == 0)
        {
            Console.WriteLine($"step {value.Step} of {value.TotalSteps}: loss {value.Losses["total"]:0.000}");
        }
    }
}
