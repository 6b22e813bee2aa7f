using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace MlNetVad.Video.Frames;

/// <summary>
/// Runs another reader ahead of its consumer on a background task, a few frames at most,
/// so that decoding overlaps scoring. Memory: <c>depth</c> frames.
/// </summary>
internal sealed class PrefetchReader : FrameReader
{
    private const int Depth = 4;

    private readonly FrameReader _inner;
    private readonly Channel<byte[]> _free = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Depth) { SingleReader = true, SingleWriter = true });
    private readonly Channel<(byte[] Frame, FrameNote Note)> _filled = Channel.CreateBounded<(byte[] Frame, FrameNote Note)>(new BoundedChannelOptions(Depth) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _cancellation;
    private readonly Task _task;

    public PrefetchReader(FrameReader inner, CancellationToken cancellation)
        : base(inner.Format)
    {
        _inner = inner;
        _cancellation = cancellation;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        for (int i = 0; i < Depth; i++)
        {
            _free.Writer.TryWrite(new byte[Format.FrameBytes]);
        }

        _task = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override bool Read(Span<byte> frame)
    {
        _cancellation.ThrowIfCancellationRequested();
        (byte[] Frame, FrameNote Note) next;
        while (!_filled.Reader.TryRead(out next))
        {
            if (!Wait(_filled.Reader))
            {
                _cancellation.ThrowIfCancellationRequested();
                return false;
            }
        }

        next.Frame.CopyTo(frame);
        Last = next.Note;
        _free.Writer.TryWrite(next.Frame);
        return true;
    }

    private protected override void Dispose(bool disposing)
    {
        if (_stop.IsCancellationRequested && _task.IsCompleted)
        {
            return;
        }

        _stop.Cancel();
        _inner.Dispose();
        _task.Wait(CancellationToken.None);
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (Wait(_free.Reader) && _free.Reader.TryRead(out byte[]? buffer) && !_stop.IsCancellationRequested && _inner.Read(buffer))
            {
                _filled.Writer.TryWrite((buffer, _inner.Last));
            }

            _filled.Writer.Complete();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _filled.Writer.Complete(e);
        }
    }

    private bool Wait<T>(ChannelReader<T> reader)
    {
        try
        {
            return reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (ChannelClosedException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }
}
