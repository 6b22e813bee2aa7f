// Scores pictures as a program makes or receives them: a camera's SDK, a screen, a message queue.
//   dotnet run                    trains a small model first where there is none
//   dotnet run -- gate.zip
using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;

string zip = args.ElementAtOrDefault(0) ?? "model.zip";

var ml = new MLContext(seed: 1);
if (!File.Exists(zip))
{
    var options = new NormalModesOptions { NumberOfModes = 4 };
    VideoSource normal = VideoSource.FromPath("synthetic:scene?split=train&videos=4&frames=60&width=120&height=90&fps=10");
    IDataView training = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
    VadModel.Save(ml, NormalModes.Create(ml, options).Fit(training), training.Schema, zip);
}

// The camera: a thread that adds a picture when there is one. A bounded queue holds it back where scoring is slower.
using var camera = new BlockingCollection<MLImage>(boundedCapacity: 4);
Task filming = Task.Run(() =>
{
    using FrameReader frames = VideoSource.FromPath("synthetic:scene?split=test&videos=1&frames=40&width=120&height=90&fps=10").Videos[0].OpenFrames();
    var grey = new byte[frames.Format.FrameBytes];
    while (frames.Read(grey))
    {
        byte[] bgra = [.. grey.SelectMany(value => new byte[] { value, value, value, 255 })];
        camera.Add(MLImage.CreateFromPixels(frames.Format.Width, frames.Format.Height, MLPixelFormat.Bgra32, bgra));
    }

    camera.CompleteAdding();
});

// The scores come as the pictures do; a clip that looks both ways makes a score some frames late.
var scorer = new VideoScorer(ml, VadModel.Load(ml, zip)) { Live = true };
foreach (FrameScore frame in scorer.Score(VideoSource.FromImages(camera.GetConsumingEnumerable(), framesPerSecond: 10)))
{
    Console.WriteLine($"frame {frame.Frame}: {frame.Score:0.00}{(frame.IsAnomaly ? "  <- unusual" : "")}");
}

await filming;
