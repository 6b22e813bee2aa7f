using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>Generated events whose kind is known are found, and by the part that looks at such things (docs/generated-scenes.md).</summary>
public sealed class GeneratedKindsTests
{
    [Theory]
    [InlineData("speed", "motion")]
    [InlineData("looks", "looks")]
    [InlineData("size", "looks motion")]
    [InlineData("count", "amount")]
    [InlineData("posture", "posture stay")]
    [InlineData("stillness", "stay looks")]
    [InlineData("dark", "camera dark")]
    [InlineData("covered", "camera covered")]
    [InlineData("moved", "camera moved")]
    [InlineData("frozen", "camera frozen")]
    public void Score_OneEvent_IsNoticedByThePartThatLooksAtIt(string kind, string parts)
    {
        VideoSource test = VadDataset.Open($"{GeneratedModel.Scene}&videos=1&anomaly={kind}", VadSplit.Test);
        float[] labels = test.Videos[0].Labels!.ToArray();
        FrameScore[] alarms = [.. Score(test).Where(f => f.IsAnomaly && labels[(int)f.Frame] == 1)];
        Assert.NotEmpty(alarms);
        string by = alarms.GroupBy(f => f.Evidence!.Part).MaxBy(g => g.Count())!.Key;
        Assert.True(by == parts || (parts.Split(' ').Contains(by) && !by.StartsWith("camera", StringComparison.Ordinal)), $"noticed by {by}");
    }

    [Fact]
    public void Score_NothingHappens_AlarmsNowhere() =>
        Assert.DoesNotContain(Score(VadDataset.Open($"{GeneratedModel.Scene}&videos=2&anomalies=0", VadSplit.Test)), f => f.IsAnomaly);

    private static IEnumerable<FrameScore> Score(VideoSource source) => new VideoScorer(new MLContext(seed: 1), GeneratedModel.Load()).Score(source);
}
