// Loads a model as any ML.NET program does, and scores video with it.
//   dotnet run                              trains a small model first where there is none
//   dotnet run -- gate.zip today.mp4
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;

string zip = args.ElementAtOrDefault(0) ?? "model.zip";
string video = args.ElementAtOrDefault(1) ?? "synthetic:scene?split=test&videos=1&frames=60&width=120&height=90&fps=10";

var ml = new MLContext();
if (!File.Exists(zip))
{
    var options = new NormalModesOptions { NumberOfModes = 4 };
    VideoSource normal = VideoSource.FromPath("synthetic:scene?split=train&videos=4&frames=60&width=120&height=90&fps=10");
    IDataView training = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
    VadModel.Save(ml, NormalModes.Create(ml, options).Fit(training), training.Schema, zip);
}

// Plain ML.NET: the zip is an ordinary model, and its columns are those of the pipeline.
ITransformer model = ml.Model.Load(zip, out DataViewSchema schema);
Console.WriteLine($"The model takes {string.Join(", ", schema.Select(column => $"{column.Name} ({column.Type})"))}.");

// What ML.NET does not keep is which clips to cut: their length, size and the time between frames. VadModel knows.
VideoOptions clipOptions = VadModel.Load(ml, zip).ClipOptions();
IDataView scored = model.Transform(VideoData.Load(ml, VideoSource.FromPath(video), clipOptions));

Scored[] rows = [.. ml.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false)];
Scored highest = rows.MaxBy(row => row.Score)!;
Console.WriteLine($"Scored {rows.Length} frames, {rows.Count(row => row.PredictedLabel)} over the threshold.");
Console.WriteLine($"The highest score is {highest.Score:0.00}, of frame {highest.Frame} of {highest.Video}.");

internal sealed class Scored
{
    public string Video { get; set; } = "";

    public long Frame { get; set; }

    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
