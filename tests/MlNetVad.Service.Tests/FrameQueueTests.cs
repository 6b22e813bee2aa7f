using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Tests;

public sealed class FrameQueueTests
{
    [Fact]
    public void Add_MoreThanItHolds_DropsTheOldest()
    {
        var queue = new FrameQueue(capacity: 3, oldestSeconds: 100);
        for (int i = 0; i < 5; i++)
        {
            queue.Add(Frame(i));
        }

        Assert.Equal([2, 3, 4], Taken(queue, now: 5));
        Assert.Equal(2, queue.Dropped);
    }

    [Fact]
    public void TryTake_FramesThatWaitedTooLong_AreNotGiven()
    {
        var queue = new FrameQueue(capacity: 10, oldestSeconds: 1.5);
        for (int i = 0; i < 5; i++)
        {
            queue.Add(Frame(i));
        }

        Assert.Equal([3, 4], Taken(queue, now: 4.5));
        Assert.Equal(3, queue.Dropped);
    }

    private static LiveFrame Frame(double seconds) => new([], DateTime.UnixEpoch, seconds);

    private static List<double> Taken(FrameQueue queue, double now)
    {
        var taken = new List<double>();
        while (queue.TryTake(() => now, TimeSpan.FromMilliseconds(1), out LiveFrame? frame, CancellationToken.None))
        {
            taken.Add(frame.Seconds);
        }

        return taken;
    }
}
