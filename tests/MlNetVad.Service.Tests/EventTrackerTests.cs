using MlNetVad.Service.Events;

namespace MlNetVad.Service.Tests;

public sealed class EventTrackerTests
{
    // '#' is a frame over the threshold, '.' one under it, ten a second; B, G, E: begins, goes on, ends
    [Theory]
    [InlineData("..........", "----------")]
    [InlineData(".##.##.##.", "----------")]
    [InlineData(".######...", "-----BGGGG")]
    [InlineData(".#####....#####", "-----BGGGGGGGGG")]
    [InlineData(".#####......#####...", "-----BGGGGG E----BGGG")]
    public void Next_FramesOverAndUnder_BeginsAfterTheMinimumAndEndsAfterTheCoolDown(string frames, string expected)
    {
        var tracker = new EventTracker(minimumSeconds: 0.4, coolDownSeconds: 0.55);

        string steps = string.Concat(frames.Select((frame, i) => tracker.Next(i / 10.0, frame == '#') switch
        {
            EventStep.Begins => 'B',
            EventStep.GoesOn => 'G',
            EventStep.Ends => 'E',
            _ => '-',
        }));

        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), steps);
    }

    [Fact]
    public void Resume_NothingFollows_EndsOnce()
    {
        var tracker = new EventTracker(0.4, 2);
        tracker.Resume(last: 0);

        Assert.Equal(EventStep.GoesOn, tracker.Next(1, isAbove: false));
        Assert.Equal(EventStep.Ends, tracker.Next(2.1, isAbove: false));
        Assert.Equal(EventStep.None, tracker.Next(2.2, isAbove: false));
        Assert.False(tracker.Finish());
    }
}
