using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>A model of video of ten frames a second, and the same normal life with half of the frames: what moves is not faster for it.</summary>
public sealed class FrameRateTests
{
    private const int Frames = 300;

    private static readonly VadModel Model = GeneratedModel.Load();

    [Fact]
    public void Score_HalfOfTheFrames_AlarmsWhereNobodySaysSo() =>
        Assert.True(Over(rate: 10) > 0.2);

    [Fact]
    public void Score_SlowerCamera_DoesNotAlarm() => Assert.InRange(Over(rate: 5), 0, 0.01);

    private static double Over(double rate)
    {
        VideoOptions clips = Model.ClipOptions();
        var format = new FrameFormat(clips.Height, clips.Width, clips.Channels);
        VadVideo video = VadDataset.Open($"{GeneratedModel.Scene}&videos=1&anomalies=0", VadSplit.Test).Videos[0];
        using FrameReader reader = video.OpenFrames(format, CancellationToken.None);
        byte[][] all = [.. Enumerable.Range(0, Frames).Select(_ => Read(reader))];
        VideoSource half = VideoSource.FromFrames("cam", [.. all.Where((_, i) => i % 2 == 0)], format, rate);
        return new VideoScorer(new MLContext(seed: 1), Model).Score(half).Average(frame => frame.Score > Model.Threshold ? 1.0 : 0);
    }

    private static byte[] Read(FrameReader reader)
    {
        byte[] frame = new byte[reader.Format.FrameBytes];
        Assert.True(reader.Read(frame));
        return frame;
    }
}
