using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>The default pipeline in slow change: what a whole model takes off, and where it goes on.</summary>
public sealed class SlowChangeTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly VideoSource _video = VadDataset.Open($"{GeneratedModel.Scene}&videos=1&anomalies=1", VadSplit.Test);

    [Fact]
    public void Score_ShortVideo_TakesNothingOff() =>
        Assert.All(new VideoScorer(_ml, GeneratedModel.Load()).Score(_video), frame => Assert.Equal([0, 0], frame.SlowChange!));

    [Fact]
    public void Continuing_LevelsThatHaveRisen_TakesThemOffSceneAndLooksAlone()
    {
        VadModel model = GeneratedModel.Load(), later = model.Continuing([0.02f, 0.05f]);
        float[] risen = [.. new VideoScorer(_ml, later).Score(_video).First().SlowChange!];
        Assert.Equal(0.02f, risen[0], 1e-6f);
        Assert.Equal(0.05f, risen[1], 1e-6f);

        float[][] before = Parts(model), after = Parts(later);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First[..4], pair.Second[..4]));
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second[4] <= pair.First[4] && pair.Second[5] <= pair.First[5]));
        Assert.Contains(before.Zip(after), pair => pair.Second[4] < pair.First[4]);
        Assert.Contains(before.Zip(after), pair => pair.Second[5] < pair.First[5]);

        float[][] Parts(VadModel scoring) => [.. scoring.Transformer.Transform(VideoData.Load(_ml, _video, scoring.ClipOptions())).GetColumn<float[]>("ScoreParts")];
    }
}
