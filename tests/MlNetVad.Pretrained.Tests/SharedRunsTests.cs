using MlNetVad.Pretrained.Networks;

namespace MlNetVad.Pretrained.Tests;

/// <summary>Runs that threads share: who is run with whom, and that nobody is forgotten.</summary>
public sealed class SharedRunsTests
{
    [Fact]
    public async Task Run_WhileAnotherRuns_WaitsAndGoesTogetherWithThoseThatCame()
    {
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var sizes = new List<int>();
        var runs = new SharedRuns(
            together =>
            {
                sizes.Add(together.Length);
                begun.Release();
                Assert.True(go.Wait(TimeSpan.FromSeconds(60)));
            },
            atOnce: 1);
        Task first = Start(runs);
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(60)));
        Task[] others = [.. Enumerable.Range(0, 6).Select(_ => Start(runs))];
        while (runs.Waiting < 6)
        {
            await Task.Delay(1);
        }

        go.Release(3);
        await Task.WhenAll([first, .. others]).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([1, SharedRuns.Most, 2], sizes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_ManyThreads_RunsEachOnceAndNoMoreAtOnceThanAllowed(int atOnce)
    {
        (int now, int most, int pictures) = (0, 0, 0);
        var runs = new SharedRuns(
            together =>
            {
                int running = Interlocked.Increment(ref now);
                InterlockedMax(ref most, running);
                Assert.InRange(together.Length, 1, SharedRuns.Most);
                foreach (SharedRuns.Picture picture in together)
                {
                    picture.Vectors[0][0]++;
                }

                Interlocked.Add(ref pictures, together.Length);
                Thread.Sleep(1);
                Interlocked.Decrement(ref now);
            },
            atOnce);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < 20; i++)
                {
                    float[] seen = new float[1];
                    runs.Run(new SharedRuns.Picture(default, [1], [seen]));
                    Assert.Equal(1, seen[0]);
                }
            },
            TaskCreationOptions.LongRunning))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(320, pictures);
        Assert.InRange(most, 1, atOnce);
    }

    [Fact]
    public async Task Run_NetworkRefuses_TellsEachOfTheRunAndGoesOn()
    {
        int refused = 0;
        var runs = new SharedRuns(
            together =>
            {
                if (Array.Exists(together, p => p.Cells[0] == 0))
                {
                    throw new VadException("The network refuses.");
                }
            },
            atOnce: 1);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Factory.StartNew(
            () =>
            {
                try
                {
                    runs.Run(new SharedRuns.Picture(default, [i % 3], []));
                }
                catch (VadException)
                {
                    Interlocked.Increment(ref refused);
                }
            },
            TaskCreationOptions.LongRunning))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.InRange(refused, 4, 12);
        runs.Run(new SharedRuns.Picture(default, [1], []));
    }

    private static Task Start(SharedRuns runs) =>
        Task.Factory.StartNew(() => runs.Run(new SharedRuns.Picture(default, [1], [])), TaskCreationOptions.LongRunning);

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
