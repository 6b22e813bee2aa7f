// A pipeline of one's own: our steps and ML.NET's stock steps in one chain.
//   dotnet run
//   dotnet run -- videos/normal today.mp4
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Video;

string from = args.ElementAtOrDefault(0) ?? "synthetic:scene?split=train&videos=4&frames=60&width=120&height=90&fps=10";
string video = args.ElementAtOrDefault(1) ?? "synthetic:scene?split=test&videos=1&frames=60&width=120&height=90&fps=10";

var ml = new MLContext(seed: 1);
var clipOptions = new VideoOptions { ClipLength = 2, Height = 12, Width = 16 };    // grey, tiny: a picture of what changes

IEstimator<ITransformer> pipeline =
    ml.Transforms.FrameDifference("Motion", "Clip")                              // ours: Vector<Single, 1, 12, 16, 1>
    .Append(ml.Transforms.NormalizeMeanVariance("Features", "Motion"))           // stock: each pixel on its own scale
    .Append(ml.AnomalyDetection.Trainers.NearestNeighbors(ml, "Features"))       // ours: how far from what was seen; adds Score
    .Append(ml.Transforms.SmoothScore("Score", width: 10))                       // ours: an anomaly lasts
    .Append(ml.Transforms.CalibrateScore(new CalibrateScoreEstimator.Options { OutputColumnName = "Score", GroupColumnName = "Video" }));

IDataView normal = VideoData.Load(ml, VideoSource.FromPath(from), clipOptions);
VadModel.Save(ml, pipeline.Fit(normal), normal.Schema, "own.zip");

// A stock step wants to know how long a vector is. VadModel.Load knows; plain Model.Load has forgotten it, so that it serves chains of our steps alone.
ITransformer model = VadModel.Load(ml, "own.zip").Transformer;
IDataView scored = model.Transform(VideoData.Load(ml, VideoSource.FromPath(video), clipOptions));

float[] scores = [.. scored.GetColumn<float>("Score")];
Console.WriteLine($"Scored {scores.Length} frames from {scores.Min():0.00} to {scores.Max():0.00}; 0 is a typical normal frame, 0.5 the threshold.");
