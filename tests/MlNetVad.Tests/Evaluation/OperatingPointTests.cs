using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Tests.Evaluation;

public sealed class OperatingPointTests
{
    [Fact]
    public void Compute_HandCase_CountsFramesEventsAndDelays()
    {
        // alarms at 1, 3 | 6, 7 | 12; the gap of one frame joins 1 and 3
        float[] scores = [0, 9, 0, 9, 0, 0, 9, 9, 0, 0, 0, 0, 9, 0];
        float[] labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0];
        OperatingPoint point = OperatingPoint.Compute([new VideoScores("v", scores, labels)], 0.5, framesPerSecond: 10, mergeGapFrames: 1);

        Assert.Equal(3.0 / 9, point.FalsePositiveRate, 15);
        Assert.Equal(2.0 / 5, point.Recall, 15);
        Assert.Equal(2.0 / 5, point.Precision, 15);
        Assert.Equal(3, point.AlarmEvents);
        Assert.Equal(2, point.FalseAlarmEvents);
        Assert.Equal(2, point.AnomalousEvents);
        Assert.Equal(2 / (9.0 / 10 / 3600), point.FalseAlarmsPerHour, 8);
        Assert.Equal(36000 / 3.0, point.FalseAlarmFramesPerHour, 8);
        Assert.Equal(1.0 / 3, point.EventPrecision, 15);
        Assert.Equal(0.5, point.EventRecall);
        Assert.Equal(0.4, point.EventF1, 15);
        Assert.Equal(0.1, point.DetectionDelayP50Seconds, 15);
    }

    [Fact]
    public void Compute_ScoreAtThreshold_DoesNotAlarm()
    {
        OperatingPoint point = OperatingPoint.Compute([Scored.Video("v", [0.5f, 0.75f], 0, 1)], 0.5, 25, 0);
        Assert.Equal(0, point.FalsePositiveRate);
        Assert.Equal(1, point.Recall);
    }

    [Fact]
    public void Compute_NoAlarmAndNoNormalFrame_LeavesRatesUndefined()
    {
        OperatingPoint point = OperatingPoint.Compute([Scored.Video("v", [0, 0], 1, 1)], 0.5, 25, 5);
        Assert.Equal(double.NaN, point.FalsePositiveRate);
        Assert.Equal(double.NaN, point.Precision);
        Assert.Equal(double.NaN, point.FalseAlarmsPerHour);
        Assert.Equal(double.NaN, point.DetectionDelayP95Seconds);
        Assert.Equal(0, point.Recall);
        Assert.Equal(0, point.EventRecall);
    }

    [Fact]
    public void Compute_AlarmOnUnknownFramesOnly_IsNoFalseAlarm()
    {
        OperatingPoint point = OperatingPoint.Compute([Scored.Video("v", [9, 0, 0], float.NaN, 0, 1)], 0.5, 25, 0);
        Assert.Equal(0, point.AlarmEvents);
        Assert.Equal(0, point.FalsePositiveRate);
    }

    [Fact]
    public void Compute_SeveralDelays_GivesQuantiles()
    {
        float[] labels = [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1];
        float[] scores = [9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9];
        OperatingPoint point = OperatingPoint.Compute([new VideoScores("v", scores, labels)], 0.5, framesPerSecond: 1, mergeGapFrames: 0);
        Assert.Equal(1, point.DetectionDelayP50Seconds, 15);
        Assert.Equal(1.9, point.DetectionDelayP95Seconds, 14);
    }
}
