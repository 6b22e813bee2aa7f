using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Tests.Evaluation;

public sealed class RankingMetricTests
{
    private static readonly float[] Labels = [0, 0, 1, 1];

    [Theory]
    [InlineData(new float[] { 1, 2, 3, 4 }, 1)]
    [InlineData(new float[] { 4, 3, 2, 1 }, 0)]
    [InlineData(new float[] { 1, 3, 2, 4 }, 0.75)]
    [InlineData(new float[] { 1, 2, 2, 3 }, 0.875)]
    [InlineData(new float[] { 5, 5, 5, 5 }, 0.5)]
    [InlineData(new float[] { float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity }, 0.75)]
    public void RocAuc_HandCases_CountsTiesAsHalf(float[] scores, double expected) =>
        Assert.Equal(expected, RocAuc.Compute(scores, Labels));

    [Fact]
    public void RocAuc_OneClass_IsUndefined()
    {
        Assert.Equal(double.NaN, RocAuc.Compute([1, 2], [1, 1]));
        Assert.Equal(double.NaN, RocAuc.Compute([1, 2], [0, 0]));
        Assert.Equal(double.NaN, RocAuc.Compute([], []));
        Assert.Equal(double.NaN, AveragePrecision.Compute([1, 2], [1, 1]));
        Assert.Equal(double.NaN, EqualErrorRate.Compute([1, 2], [0, 0]));
    }

    [Fact]
    public void RocAuc_UnknownLabels_AreLeftOut() =>
        Assert.Equal(0.75, RocAuc.Compute([9, 1, 3, 2, 4, -9], [float.NaN, 0, 0, 1, 1, float.NaN]));

    [Fact]
    public void RocAuc_NanScore_Throws() =>
        Assert.Throws<ArgumentException>(() => RocAuc.Compute([1, float.NaN], [0, 1]));

    [Fact]
    public void RocAuc_RandomSets_EqualsDefinition()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            VideoScores[] videos = Scored.Random(seed, 4);
            float[] scores = [.. videos.SelectMany(v => v.Scores)], labels = [.. videos.SelectMany(v => v.Labels)];
            Assert.Equal(Scored.PairwiseAuc(videos), RocAuc.Compute(scores, labels), 14);
        }
    }

    [Fact]
    public void RocAuc_MonotoneMapAndNegation_KeepAndMirror()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            VideoScores video = Scored.Random(seed, 1)[0];
            double auc = RocAuc.Compute(video.Scores, video.Labels);
            float[] mapped = Array.ConvertAll(video.Scores, s => MathF.Exp(s) + (5 * s));
            float[] negated = Array.ConvertAll(video.Scores, s => -s);
            Assert.Equal(auc, RocAuc.Compute(mapped, video.Labels));
            Assert.Equal(1 - auc, RocAuc.Compute(negated, video.Labels), 14);
        }
    }

    [Fact]
    public void AveragePrecision_HandCases_GroupsTies()
    {
        // from the top: hit (1/1), miss, hit (2/3), miss
        Assert.Equal((1 + (2.0 / 3)) / 2, AveragePrecision.Compute([4, 3, 2, 1], [1, 0, 1, 0]), 15);
        // a tie of a hit and a miss enters together: 1/2 and then 2/3
        Assert.Equal((0.5 + (2.0 / 3)) / 2, AveragePrecision.Compute([3, 3, 2, 1], [1, 0, 1, 0]), 15);
        Assert.Equal(0.25, AveragePrecision.Compute([7, 7, 7, 7], [1, 0, 0, 0]), 15);
    }

    [Fact]
    public void EqualErrorRate_HandCases_Interpolates()
    {
        Assert.Equal(0, EqualErrorRate.Compute([1, 2, 3, 4], Labels));
        Assert.Equal(1, EqualErrorRate.Compute([4, 3, 2, 1], Labels));
        Assert.Equal(0.5, EqualErrorRate.Compute([1, 3, 2, 4], Labels));
        // one step from (0, 1) to (1, 0)
        Assert.Equal(0.5, EqualErrorRate.Compute([5, 5, 5, 5], Labels));
        // (fpr, miss): (0, 1) (0, 2/3) then a tie of 1 normal of 2 and 2 hits: (1/2, 0); x/2 = 2/3 (1 - x)
        Assert.Equal(2.0 / 7, EqualErrorRate.Compute([9, 5, 5, 5, 1], [1, 1, 1, 0, 0]), 14);
    }

    [Fact]
    public void MacroAuc_SingleClassVideos_AreLeftOutAndPaddedSeparately()
    {
        MacroAuc macro = MacroAuc.Compute(
        [
            Scored.Video("both", [1, 3, 2, 4], 0, 0, 1, 1),
            Scored.Video("anomalous", [1, 2], 1, 1),
            Scored.Video("unknown", [1], float.NaN),
        ]);

        Assert.Equal(0.75, macro.Value);
        Assert.Equal(1, macro.Videos);
        // 3 normal × 3 anomalous frames: 3 of 4 pairs, plus 2 + 2 + 1; the anomalous video becomes perfect
        Assert.Equal(((8.0 / 9) + 1) / 2, macro.Padded, 15);
    }

    [Fact]
    public void MacroAuc_NoTwoClassVideo_IsUndefined()
    {
        MacroAuc macro = MacroAuc.Compute([Scored.Video("a", [1], 0), Scored.Video("b", [2], 1)]);
        Assert.Equal(double.NaN, macro.Value);
        Assert.Equal(0, macro.Videos);
    }

    [Fact]
    public void WithinVideoAuc_RandomSets_EqualsDefinition()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            VideoScores[] videos = Scored.Random(seed, 5);
            Assert.Equal(Scored.PairwiseAuc(videos, (i, j) => i == j), WithinVideoAuc.Compute(videos).Value, 14);
        }
    }

    [Fact]
    public void WithinVideoAuc_SceneScoreOnly_IsChanceWhereMicroIsNot()
    {
        VideoScores[] videos = [Scored.Video("calm", [0, 0, 0, 0], 0, 0, 0, 1), Scored.Video("busy", [1, 1, 1, 1], 1, 1, 1, 0)];
        Assert.Equal(0.5, WithinVideoAuc.Compute(videos).Value);
        Assert.Equal(0.75, Scored.PairwiseAuc(videos), 15);
    }
}
