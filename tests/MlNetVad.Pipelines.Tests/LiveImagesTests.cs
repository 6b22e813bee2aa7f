using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>Images go in and come out.</summary>
public sealed class LiveImagesTests
{
    private const string Scene = "synthetic:scene?seed=5&videos=1&frames=60&width=120&height=90&fps=10";

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public async Task FromImages_PushedOneByOne_IsScoredAtOnce()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        VadModel model = Train(out MLImage[] images, out float[] expected);
        using var camera = new BlockingCollection<MLImage>();
        using var scores = new BlockingCollection<FrameScore>();
        Task scoring = Task.Run(() => Score(model, camera, scores, stop), stop);

        for (int image = 0; image < 20; image++)
        {
            camera.Add(images[image], stop);
            if (image >= 9)
            {
                Assert.Equal(expected[image - 9], Next(scores, stop));   // a clip of ten is complete, no image more
            }
        }

        camera.CompleteAdding();
        await scoring;
    }

    [Fact]
    public void DrawAnomalies_EndOfThePipeline_GivesAPictureARow()
    {
        VadModel model = Train(out MLImage[] images, out _);
        var clips = VideoData.Load(_ml, VideoSource.FromImages(images), model.ClipOptions());
        ITransformer drawing = _ml.Transforms.DrawAnomalies("Overlay", "Clip", ClipTarget.Middle).Fit(model.Transformer.Transform(clips));
        IDataView drawn = model.Transformer.Append(drawing).Transform(clips);

        MLImage[] pictures = [.. drawn.GetColumn<MLImage>("Overlay")];

        Assert.Equal(51, pictures.Length);
        Assert.All(pictures, picture => Assert.Equal((120, 90), (picture.Width, picture.Height)));
        Assert.Contains(pictures, picture => !picture.Pixels.SequenceEqual(pictures[0].Pixels));
    }

    private static float Next(BlockingCollection<FrameScore> scores, CancellationToken stop)
    {
        while (true)
        {
            Assert.True(scores.TryTake(out FrameScore? score, 60_000, stop), "no score, although a clip is complete");
            if (!score.IsFilled)
            {
                return score.Score;
            }
        }
    }

    private void Score(VadModel model, BlockingCollection<MLImage> camera, BlockingCollection<FrameScore> scores, CancellationToken stop)
    {
        var scorer = new VideoScorer(_ml, model) { Live = true };
        foreach (FrameScore frame in scorer.Score(VideoSource.FromImages(camera.GetConsumingEnumerable(stop)), stop))
        {
            scores.Add(frame, stop);
        }
    }

    private VadModel Train(out MLImage[] images, out float[] expected)
    {
        var options = new NormalModesOptions { NumberOfModes = 2, ClipLength = 10, Target = ClipTarget.Middle };
        VideoSource normal = VadDataset.Open(Scene, VadSplit.Train);
        VideoDataView clips = VideoData.Load(_ml, normal, NormalModes.ClipOptions(options, normal));
        string path = Path.GetTempFileName();
        VadModel.Save(_ml, NormalModes.Create(_ml, options).Fit(clips), clips.Schema, path);
        VadModel model = VadModel.Load(_ml, path);
        File.Delete(path);

        VideoDataView test = VideoData.Load(_ml, VadDataset.Open(Scene, VadSplit.Test), model.ClipOptions());
        expected = [.. model.Transformer.Transform(test).GetColumn<float>("Score")];
        VideoOptions single = model.ClipOptions();
        single.ClipLength = 1;
        images = [.. VideoData.Load(_ml, VadDataset.Open(Scene, VadSplit.Test), single).GetColumn<byte[]>("Clip").Select(Image)];
        return model;
    }

    private static MLImage Image(byte[] grey) =>
        MLImage.CreateFromPixels(120, 90, MLPixelFormat.Bgra32, [.. grey.SelectMany(v => (byte[])[v, v, v, 255])]);
}
