// sample begins
using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;
// sample pauses

namespace MlNetVad.Cli.Tests;

/// <summary>The README's code, so that it compiles; <see cref="ReadmeTests"/> compares the two.</summary>
internal static class ReadmeSample
{
    public static void Run()
    {
        // sample goes on
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions { NumberOfModes = 10 };

        // A row is a clip, at a size that suits what moves in the video; nothing else is decoded before Fit asks for it.
        VideoSource normal = VideoSource.FromPath("videos/normal");
        IDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
        ITransformer model = NormalModes.Create(ml, options).Fit(clips);
        VadModel.Save(ml, model, clips.Schema, "gate.zip");

        // Elsewhere: every frame, in constant memory, as the video comes in.
        var scorer = new VideoScorer(ml, VadModel.Load(ml, "gate.zip"));
        foreach (FrameScore frame in scorer.Score(VideoSource.FromPath("rtsp://camera/1")))
        {
            if (frame.IsAnomaly)
            {
                Console.WriteLine($"{frame.Video} frame {frame.Frame}: {frame.Score:0.00}");
            }
        }

        // sample ends
    }
}
