using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>Generated events whose kind is known are found, and by the part that looks at such things (docs/generated-scenes.md).</summary>
public sealed class GeneratedKindsTests(GeneratedKindsTests.Trained trained) : IClassFixture<GeneratedKindsTests.Trained>
{
    private const string Scene = "synthetic:scene?seed=7&fps=10&frames=300&width=320&height=240";

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
        VideoSource test = VadDataset.Open($"{Scene}&videos=1&anomaly={kind}", VadSplit.Test);
        float[] labels = test.Videos[0].Labels!.ToArray();
        FrameScore[] alarms = [.. trained.Score(test).Where(f => f.IsAnomaly && labels[(int)f.Frame] == 1)];
        Assert.NotEmpty(alarms);
        string by = alarms.GroupBy(f => f.Evidence!.Part).MaxBy(g => g.Count())!.Key;
        Assert.True(by == parts || (parts.Split(' ').Contains(by) && !by.StartsWith("camera", StringComparison.Ordinal)), $"noticed by {by}");
    }

    [Fact]
    public void Score_NothingHappens_AlarmsNowhere() =>
        Assert.DoesNotContain(trained.Score(VadDataset.Open($"{Scene}&videos=2&anomalies=0", VadSplit.Test)), f => f.IsAnomaly);

    /// <summary>The default pipeline, trained once for all tests.</summary>
    public sealed class Trained
    {
        private readonly VideoScorer _scorer;

        public Trained()
        {
            var ml = new MLContext(seed: 1);
            var options = new NormalModesOptions();
            VideoSource normal = VadDataset.Open($"{Scene}&videos=8&anomalies=0", VadSplit.Train);
            IDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
            string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
            VadModel.Save(ml, NormalModes.Create(ml, options).Fit(clips), clips.Schema, path);
            _scorer = new VideoScorer(ml, VadModel.Load(ml, path));
            File.Delete(path);
        }

        public IEnumerable<FrameScore> Score(VideoSource source) => _scorer.Score(source);
    }
}
