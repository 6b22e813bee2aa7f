// Learns what normal looks like and saves it as an ML.NET model.
//   dotnet run                              a generated scene
//   dotnet run -- videos/normal gate.zip    a folder of videos or pictures in which nothing unusual happens
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;

string from = args.ElementAtOrDefault(0) ?? "synthetic:scene?split=train&videos=4&frames=60&width=120&height=90&fps=10";
string zip = args.ElementAtOrDefault(1) ?? "model.zip";

var ml = new MLContext(seed: 1);                     // the seed decides everything random
var options = new NormalModesOptions { NumberOfModes = 4 };

// A row is a clip: some frames and the number of the one that is scored. Nothing is decoded before Fit asks for it.
VideoSource normal = VideoSource.FromPath(from);
IDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));

ITransformer model = NormalModes.Create(ml, options).Fit(clips);

VadModel.Save(ml, model, clips.Schema, zip);         // whole or not at all
Console.WriteLine($"Learned from {normal.Videos.Count} videos, {normal.FrameCount} frames; saved {zip}.");
