namespace MlNetVad.Video.Frames;

/// <summary>Several readers of one format, one after another, each opened when the one before has ended.</summary>
/// <param name="count">How many.</param>
/// <param name="open">Opens one by its 0-based number.</param>
/// <param name="format">Of every frame.</param>
internal sealed class ReaderChain(int count, Func<int, FrameReader> open, FrameFormat format) : FrameReader(format)
{
    private readonly Lock _lock = new();
    private FrameReader? _current;
    private int _next;
    private bool _disposed;

    public override bool Read(Span<byte> frame)
    {
        while (true)
        {
            if (_current is null && !Advance())
            {
                return false;
            }

            if (_current!.Read(frame))
            {
                Last = _current.Last;
                return true;
            }

            _current.Dispose();
            _current = null;
        }
    }

    // disposing comes from another thread than reading: a reader opened meanwhile must not be left running
    private protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _disposed = true;
            _current?.Dispose();
        }
    }

    private bool Advance()
    {
        lock (_lock)
        {
            if (_disposed || _next >= count)
            {
                return false;
            }

            _current = open(_next++);
            return true;
        }
    }
}
