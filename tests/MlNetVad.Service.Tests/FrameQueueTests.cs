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

    [Fact]
    public void Add_FromSeveralThreads_NumbersInTheOrderInWhichTheyAreTaken()
    {
        var queue = new FrameQueue(capacity: 1000, oldestSeconds: 1e9);
        System.Threading.Tasks.Parallel.For(0, 1200, i => queue.Add(Frame(i)));

        var numbers = new List<long>();
        while (queue.TryTake(() => 0, TimeSpan.FromMilliseconds(1), out LiveFrame? frame, CancellationToken.None))
        {
            numbers.Add(frame.Number);
        }

        Assert.Equal(Enumerable.Range(200, 1000).Select(i => (long)i), numbers);   // what fell out has a number too
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
