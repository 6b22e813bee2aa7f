namespace MlNetVad.Video.Labels;

/// <summary>Makes any mask one of zeros and ones in the wanted size (nearest neighbour).</summary>
internal sealed class MaskReader : FrameReader
{
    private readonly FrameReader _native;
    private readonly byte[] _buffer;
    private readonly int[] _columns;

    public MaskReader(FrameReader native, FrameFormat wanted)
        : base(wanted)
    {
        _native = native;
        _buffer = new byte[native.Format.FrameBytes];
        _columns = new int[wanted.Width];
        for (int x = 0; x < _columns.Length; x++)
        {
            _columns[x] = Nearest(x, wanted.Width, native.Format.Width);
        }
    }

    public override bool Read(Span<byte> frame)
    {
        if (!_native.Read(_buffer))
        {
            return false;
        }

        for (int y = 0; y < Format.Height; y++)
        {
            int source = Nearest(y, Format.Height, _native.Format.Height) * _native.Format.Width;
            Span<byte> row = frame.Slice(y * Format.Width, Format.Width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = _buffer[source + _columns[x]] == 0 ? (byte)0 : (byte)1;
            }
        }

        return true;
    }

    private protected override void Dispose(bool disposing) => _native.Dispose();

    private static int Nearest(int at, int wanted, int native) => Math.Min(native - 1, (int)((at + 0.5) * native / wanted));
}
