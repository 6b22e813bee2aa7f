using Microsoft.ML;
using MlNetVad;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;

try
{
    switch (args)
    {
        case ["train", string videos, string zip]:
            Train(videos, zip);
            return 0;
        case ["score", string zip, string video]:
            Score(zip, video);
            return 0;
        default:
            Console.Error.WriteLine("""
                Learns what is normal in video, and scores files and cameras.
                  dotnet run -- train videos/normal gate.zip         a folder in which nothing unusual happens
                  dotnet run -- score gate.zip today.mp4
                  dotnet run -- score gate.zip rtsp://camera/1
                """);
            return 2;
    }
}
catch (VadException problem)
{
    Console.Error.WriteLine(problem.Message);    // one sentence that says what to do
    return 1;
}

static void Train(string videos, string zip)
{
    var ml = new MLContext(seed: 1);
    var options = new NormalModesOptions();
    VideoSource normal = VideoSource.FromPath(videos);
    IDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
    VadModel.Save(ml, NormalModes.Create(ml, options).Fit(clips), clips.Schema, zip);
    Console.WriteLine($"Learned from {normal.Videos.Count} videos; saved {zip}.");
}

static void Score(string zip, string video)
{
    var ml = new MLContext();
    var scorer = new VideoScorer(ml, VadModel.Load(ml, zip));
    foreach (FrameScore frame in scorer.Score(VideoSource.FromPath(video)))
    {
        Console.WriteLine($"{frame.Video} frame {frame.Frame}: {frame.Score:0.00}{(frame.IsAnomaly ? "  <- unusual" : "")}");
    }
}
