using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Tests.Evaluation;

/// <summary>Figures of events, worked out on paper.</summary>
public sealed class EventFigureTests
{
    [Fact]
    public void F1_HandCase_MatchesOneToOne()
    {
        // events [0, 10), [20, 30); alarms [0, 5), [5, 10) and [22, 30): the first event shares 5 of 10 frames with either alarm and takes one of
        // them, the second 8 of 10. tIoU .5 and .8; two pairs, three alarms, two events
        EventMatching matching = new();
        matching.Add([new(0, 5), new(5, 10), new(22, 30)], [new(0, 10), new(20, 30)]);
        Assert.Equal(2 * 2.0 / 5, matching.F1(0.5), 15);
        Assert.Equal(2 * 1.0 / 5, matching.F1(0.6), 15);
        Assert.Equal(0, matching.F1(0.9));
        // .1 to .5 give 4/5, .6 to .8 give 2/5, .9 gives 0
        Assert.Equal(((5 * 0.8) + (3 * 0.4)) / 9, matching.MeanF1(), 14);
    }

    [Fact]
    public void F1_OneAlarmOverTwoEvents_TakesTheBetter()
    {
        // alarm [0, 10), events [0, 6) (.6) and [7, 10) (.3): one pair of one alarm and two events
        EventMatching matching = new();
        matching.Add([new(0, 10)], [new(0, 6), new(7, 10)]);
        Assert.Equal(2.0 / 3, matching.F1(0.5), 15);
        Assert.Equal(0, matching.F1(0.7));
    }

    [Fact]
    public void F1_NoEventAtAll_IsUndefined() => Assert.Equal(double.NaN, new EventMatching().F1(0.5));

    [Fact]
    public void OperatingPoint_HandCase_HasTheMatchedF1()
    {
        // the case of OperatingPointTests: alarms [1, 4), [6, 8), [12, 13), events [5, 9) and [11, 12): one pair, 2 of 4 frames
        float[] scores = [0, 9, 0, 9, 0, 0, 9, 9, 0, 0, 0, 0, 9, 0];
        float[] labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0];
        OperatingPoint point = OperatingPoint.Compute([new VideoScores("v", scores, labels)], 0.5, framesPerSecond: 10, mergeGapFrames: 1);
        Assert.Equal(2.0 / 5, point.EventIouF1, 15);
        Assert.Equal(5 * 0.4 / 9, point.EventIouF1Mean, 15);   // at .1 to .5
    }

    [Fact]
    public void RecallPoint_HandCase_TakesTheHighestThresholdThatSuffices()
    {
        // events peak at 5, 3 and 2; normal frames score 4, 1 and 2.5. Half of three events are two: just below 3, where the normal 4 alarms too;
        // 80 and 90 % are all three: just below 2, where 4 and 2.5 do
        VideoScores[] videos =
        [
            Scored.Video("a", [5, 4, 1, 3], 1, 0, 0, 1),
            Scored.Video("b", [2.5f, 2], 0, 1),
        ];
        IReadOnlyList<RecallPoint> points = RecallPoint.Compute(videos, framesPerSecond: 10, mergeGapFrames: 0);
        Assert.Equal([0.5, 0.8, 0.9], points.Select(p => p.TargetEventRecall));
        Assert.Equal([2.0 / 3, 1, 1], points.Select(p => p.Point.EventRecall));
        Assert.Equal([(double)MathF.BitDecrement(3), MathF.BitDecrement(2), MathF.BitDecrement(2)], points.Select(p => p.Point.Threshold));
        // the alarm [0, 2) of a holds an event at either threshold, so its normal frame is no false alarm of its own
        Assert.Equal([0, 0, 0], points.Select(p => p.Point.FalseAlarmEvents));
        Assert.Equal([1.0 / 3, 2.0 / 3, 2.0 / 3], points.Select(p => p.Point.FalsePositiveRate));
    }

    [Fact]
    public void RecallPoint_FalseAlarmOfItsOwn_IsCountedPerHour()
    {
        // one event of peak 2; the alarm at frame 0 holds no event; three normal frames at 10 a second are 0.3 s
        RecallPoint point = RecallPoint.Compute([Scored.Video("a", [3, 0, 0, 2], 0, 0, 0, 1)], framesPerSecond: 10, mergeGapFrames: 0)[0];
        Assert.Equal(1 / (0.3 / 3600), point.Point.FalseAlarmsPerHour, 6);
    }

    [Fact]
    public void RecallPoint_NoEvent_GivesNone() => Assert.Empty(RecallPoint.Compute([Scored.Video("a", [3, 0], 0, 0)], 10, 0));

    [Fact]
    public void Latency_KnownDurations_GivesQuantilesToTwoPercent()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(double.NaN, histogram.Quantile(0.5));
        for (int i = 1; i <= 1000; i++)
        {
            histogram.Add(i * 0.1);
        }

        Assert.InRange(histogram.Quantile(0.5), 50 * 0.977, 50 * 1.023);
        Assert.InRange(histogram.Quantile(0.95), 95 * 0.977, 95 * 1.023);
        histogram.Add(0);
        Assert.InRange(histogram.Quantile(0), 0.001, 0.00105);
    }
}
