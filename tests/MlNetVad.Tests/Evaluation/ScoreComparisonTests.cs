using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

public sealed class ScoreComparisonTests
{
    [Fact]
    public void Compare_ClearlyBetter_IsResolved()
    {
        IReadOnlyList<ComparedMethod> compared = ScoreComparison.Compare([("weak", Videos(12, 0.3f)), ("strong", Videos(12, 3))]);
        Assert.Equal(0, compared[0].Difference);
        Assert.Equal([0, 0], compared[0].DifferenceCi95);
        Assert.True(compared[1].Difference > 0.2);
        Assert.InRange(compared[1].Difference, compared[1].DifferenceCi95[0], compared[1].DifferenceCi95[1]);
        Assert.True(compared[1].IsResolved);
        Assert.False(compared[0].IsResolved);
    }

    [Fact]
    public void Compare_SameStrengthOtherNoise_IsNotResolved() =>
        Assert.False(ScoreComparison.Compare([("a", Videos(12, 1)), ("b", Videos(12, 1, seed: 2))])[1].IsResolved);

    [Fact]
    public void Compare_OneVideoHardForBoth_PairsThem()
    {
        // every video has an offset of its own, far larger than what tells the methods apart: the single intervals overlap, the paired one does not hold 0
        IReadOnlyList<ComparedMethod> compared = ScoreComparison.Compare([("a", Videos(12, 1, offset: 8)), ("b", Videos(12, 1.5f, offset: 8))]);
        Assert.True(compared[0].MicroAucCi95[1] > compared[1].MicroAucCi95[0]);
        Assert.True(compared[1].IsResolved);
    }

    [Fact]
    public void Compare_TwoVideosByHand_IsTheDifferenceOfTheirAucs()
    {
        VideoScores[] a = [new("v", [0, 1, 2, 3], [0, 1, 0, 1]), new("w", [0, 1], [0, 1])];
        VideoScores[] b = [new("w", [1, 0], [0, 1]), new("v", [0, 2, 1, 3], [0, 1, 0, 1])];
        IReadOnlyList<ComparedMethod> compared = ScoreComparison.Compare([("a", a), ("b", b)]);
        Assert.Equal(7.0 / 9, compared[0].MicroAuc, 1e-12);   // of nine pairs (1, 3, 1 over 0, 2, 0) seven are in order
        Assert.Equal(6.5 / 9, compared[1].MicroAuc, 1e-12);   // 2, 3, 0 over 0, 1, 1: three, three, and half of a tie with the 0
        Assert.Equal(compared[1].MicroAuc - compared[0].MicroAuc, compared[1].Difference, 1e-12);
    }

    [Fact]
    public void Compare_OneVideo_SaysNothing() =>
        Assert.True(double.IsNaN(ScoreComparison.Compare([("a", Videos(1, 1)), ("b", Videos(1, 1))])[1].DifferenceCi95[0]));

    [Fact]
    public void Compare_OtherFrames_ListsWhatDoesNotFit()
    {
        VideoScores[] a = [new("v", [0, 1], [0, 1]), new("w", [0, 1], [0, 1]), new("x", [0, 1], [0, 1])];
        VideoScores[] b = [new("v", [0, 1], [1, 1]), new("w", [0, 1, 2], [0, 1, 0]), new("y", [0], [0])];
        VadException error = Assert.Throws<VadException>(() => ScoreComparison.Compare([("A", a), ("B", b)]));
        foreach (string fault in (string[])["video 'y' is only in B", "'v', frame 0: the label is 0 in A and 1 in B", "'w' has 2 frames in A and 3 in B", "'x' is only in A"])
        {
            Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compare_OneMethod_IsRefused() => Assert.Throws<VadException>(() => ScoreComparison.Compare([("a", Videos(2, 1))]));

    // a hundred frames a video, the last thirty anomalous and higher by gain noise deviations
    private static VideoScores[] Videos(int count, float gain, int seed = 1, float offset = 0)
    {
        var random = new Random(seed);
        var own = new Random(99);
        return [.. Enumerable.Range(0, count).Select(v =>
        {
            float shift = offset * (float)own.NextDouble();
            float[] labels = [.. Enumerable.Range(0, 100).Select(f => f < 70 ? 0f : 1f)];
            return new VideoScores($"v{v}", [.. labels.Select(l => shift + (gain * l) + (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2)], labels);
        })];
    }
}
