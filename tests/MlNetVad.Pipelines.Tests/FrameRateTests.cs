using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>A model of video of ten frames a second, and the same normal life at other rates: nothing is faster for it.</summary>
public sealed class FrameRateTests
{
    private static readonly VadModel Model = GeneratedModel.Load();

    [Fact]
    public void Score_HalfOfTheFrames_AlarmsWhereNobodySaysSo() =>
        Assert.True(Over(Score(Half(), rate: 10)) > 0.2);

    [Fact]
    public void Score_SlowerCamera_DoesNotAlarm() => Assert.InRange(Over(Score(Half(), rate: 5)), 0, 0.01);

    [Fact]
    public void Score_TwiceTheFrames_ScoresWhatACameraOfTheModelsRateShows()
    {
        byte[][] frames = [.. Film().Take(120)];
        float[] own = Score(frames, rate: 10), twice = Score([.. frames.SelectMany(frame => new[] { frame, Other(frame) })], rate: 20);
        Assert.True(own.Distinct().Count() > 50);
        Assert.Equal(own.SelectMany(score => new[] { score, score }), twice);
    }

    private static float[] Score(byte[][] frames, double rate) =>
        [.. new VideoScorer(new MLContext(seed: 1), Model).Score(VideoSource.FromFrames("cam", frames, Format(), rate)).Select(frame => frame.Score)];

    private static double Over(float[] scores) => scores.Average(score => score > Model.Threshold ? 1.0 : 0);

    private static FrameFormat Format()
    {
        VideoOptions clips = Model.ClipOptions();
        return new FrameFormat(clips.Height, clips.Width, clips.Channels);
    }

    private static byte[][] Half() => [.. Film().Where((_, i) => i % 2 == 0)];

    // is not looked at
    private static byte[] Other(byte[] frame) => [.. frame.Select(pixel => (byte)(255 - pixel))];

    private static IEnumerable<byte[]> Film()
    {
        using FrameReader reader = VadDataset.Open($"{GeneratedModel.Scene}&videos=1&anomalies=0", VadSplit.Test).Videos[0].OpenFrames(Format(), CancellationToken.None);
        byte[] frame = new byte[reader.Format.FrameBytes];
        while (reader.Read(frame))
        {
            yield return [.. frame];
        }
    }
}
