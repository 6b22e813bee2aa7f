using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Tests.Evaluation;

public sealed class VideoBootstrapTests
{
    [Fact]
    public void CountPairs_RandomSets_EqualsDefinitionForEveryPairOfVideos()
    {
        VideoScores[] videos = Scored.Random(seed: 3, videos: 5);
        (double[] ordered, long[] positives, long[] negatives) = VideoBootstrap.CountPairs(videos);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                (int row, int column) = (i, j);
                double expected = Scored.PairwiseAuc(videos, (a, b) => a == row && b == column);
                Assert.Equal(expected, ordered[(i * 5) + j] / ((double)positives[i] * negatives[j]), 12);
            }
        }
    }

    [Fact]
    public void Compute_SameSeed_GivesSameInterval()
    {
        VideoScores[] videos = Scored.Random(seed: 8, videos: 9);
        VideoBootstrap first = VideoBootstrap.Compute(videos, 300, seed: 5);
        Assert.Equal(first, VideoBootstrap.Compute(videos, 300, seed: 5));
        Assert.NotEqual(first, VideoBootstrap.Compute(videos, 300, seed: 6));
    }

    [Fact]
    public void Compute_RandomSet_HoldsTheMicroAuc()
    {
        VideoScores[] videos = Scored.Random(seed: 8, videos: 9);
        VideoBootstrap interval = VideoBootstrap.Compute(videos, 1000, seed: 1);
        double auc = Scored.PairwiseAuc(videos);
        Assert.InRange(auc, interval.Low, interval.High);
        Assert.True(interval.High - interval.Low is > 0.01 and < 0.5, interval.ToString());
    }

    [Fact]
    public void Compute_IdenticalVideos_HasNoWidth()
    {
        VideoScores[] videos = [.. Enumerable.Range(0, 4).Select(i => Scored.Video($"v{i}", [1, 3, 2, 4], 0, 0, 1, 1))];
        Assert.Equal(new VideoBootstrap(0.75, 0.75, 100), VideoBootstrap.Compute(videos, 100, seed: 1));
    }

    [Fact]
    public void Compute_OneVideoOrOneClass_IsUndefined()
    {
        Assert.Equal(double.NaN, VideoBootstrap.Compute([Scored.Video("v", [1, 2], 0, 1)], 50, 1).Low);
        VideoBootstrap oneClass = VideoBootstrap.Compute([Scored.Video("a", [1], 1), Scored.Video("b", [2], 1)], 50, 1);
        Assert.Equal(double.NaN, oneClass.High);
        Assert.Equal(0, oneClass.Resamples);
    }
}
