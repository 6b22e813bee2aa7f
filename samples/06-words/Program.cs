// Words instead of pixels: what moves is put into a sentence, and a sentence of unusual meaning is an anomaly.
//   dotnet run
//   dotnet run -- videos/normal today.mp4
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Pretrained;
using MlNetVad.Video;

string from = args.ElementAtOrDefault(0) ?? "synthetic:scene?split=train&videos=4&frames=60&width=120&height=90&fps=10";
string video = args.ElementAtOrDefault(1) ?? "synthetic:scene?split=test&videos=2&frames=60&width=120&height=90&fps=10";

var ml = new MLContext(seed: 1);
IDataView Clips(string path) => VideoData.Load(ml, VideoSource.FromPath(path));

// MiniLM's weights come with a package: nothing is downloaded, no path is named.
IEstimator<ITransformer> pipeline =
    ml.Transforms.DetectForegroundObjects("Objects", "Clip")
    .Append(ml.Transforms.DescribeScene("Caption", "Clip", "Objects"))
    .Append(ml.Transforms.EmbedText("Meaning", "Caption", PretrainedText.MiniLM))
    .Append(ml.AnomalyDetection.Trainers.NearestNeighbors(ml, "Meaning", numberOfNeighbors: 1));

IDataView scored = pipeline.Fit(Clips(from)).Transform(Clips(video));

string[] captions = [.. scored.GetColumn<ReadOnlyMemory<char>>("Caption").Select(caption => caption.ToString())];
float[] scores = [.. scored.GetColumn<float>("Score")];
foreach ((string caption, float score) in captions.Zip(scores).DistinctBy(pair => pair.First).OrderByDescending(pair => pair.Second).Take(5))
{
    Console.WriteLine($"{score:0.000}  {caption}");
}
