using System.Diagnostics;

namespace TorchSharp.Kernels;

/// <summary>One thread of the pool: works while there are pieces, spins about 50 µs for the next job, then sleeps.</summary>
internal sealed class WorkerThread
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;
    private readonly AutoResetEvent _event = new(initialState: false);
    private int _asleep;

    internal WorkerThread()
    {
        var thread = new Thread(Loop) { IsBackground = true, Name = "tensor worker" };
        thread.Start();
    }

    internal void Wake()
    {
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
            _event.Set();
    }

    private void Loop()
    {
        while (true)
        {
            while (Workers.TryPiece())
            {
            }
            long ticket = Workers.Ticket;
            if (SpinFor(ticket))
                continue;
            Interlocked.Exchange(ref _asleep, 1);
            // a job published before the flag was seen would be missed without this second look
            if (Workers.Ticket != ticket && Interlocked.Exchange(ref _asleep, 0) == 1)
                continue;
            _event.WaitOne();
        }
    }

    private static bool SpinFor(long ticket)
    {
        long end = Stopwatch.GetTimestamp() + SpinTicks;
        while (Stopwatch.GetTimestamp() < end)
        {
            for (int i = 0; i < 16; i++)
            {
                if (Workers.Ticket != ticket)
                    return true;
                Thread.SpinWait(4);
            }
        }
        return false;
    }
}
