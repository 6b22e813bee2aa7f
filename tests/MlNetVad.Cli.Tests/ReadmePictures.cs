using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tests;

/// <summary>The README's code about pictures, so that it compiles; <see cref="ReadmeTests"/> compares the two.</summary>
internal static class ReadmePictures
{
    public static void Run(MLContext ml, VadModel model, IEnumerable<MLImage> camera, VideoSource video)
    {
        // pictures go on
        // In: MLImages at hand, or as they come; a BlockingCollection's GetConsumingEnumerable() is a live camera.
        var live = new VideoScorer(ml, model) { Live = true };
        foreach (FrameScore frame in live.Score(VideoSource.FromImages(camera, framesPerSecond: 25)))
        {
            Console.WriteLine($"{frame.Frame}: {frame.Score:0.00}");
        }

        // Out: an MLImage a row, a transform like any other.
        IDataView scored = model.Transformer.Transform(VideoData.Load(ml, video, model.ClipOptions()));
        ITransformer drawing = ml.Transforms.DrawAnomalies("Overlay", "Clip", model.ClipOptions().Target).Fit(scored);
        foreach (MLImage picture in drawing.Transform(scored).GetColumn<MLImage>("Overlay"))
        {
            picture.Save("now.png");
            picture.Dispose();
        }

        // pictures end
    }
}
