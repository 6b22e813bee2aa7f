using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>A frame and all that is derived from it alone: mask, cells with foreground, pyramid.</summary>
internal sealed class CachedFrame
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _channels;
    private readonly byte[] _bytes;
    private readonly byte[] _grey;
    private readonly byte[] _mask;
    private readonly byte[] _cells;

    /// <summary>An empty slot.</summary>
    public CachedFrame(MotionOptions options, int height, int width, int channels)
    {
        _height = height;
        _width = width;
        _channels = channels;
        _bytes = new byte[height * width * channels];
        _grey = channels == 1 ? _bytes : new byte[height * width];
        _mask = new byte[height * width];
        _cells = new byte[((height + FlowField.Cell - 1) / FlowField.Cell) * ((width + FlowField.Cell - 1) / FlowField.Cell)];
        Pyramid = new ImagePyramid(height, width, options.PyramidLevels, options.Window);
    }

    /// <summary>A number that no other content of any slot of this extractor has; 0 while empty.</summary>
    public long Id { get; private set; }

    /// <summary>The last clip that used the slot.</summary>
    public long LastUse { get; set; }

    /// <summary>Foreground, H × W, 0 or 1.</summary>
    public ReadOnlySpan<byte> Mask => _mask;

    /// <summary>Cells that hold foreground, 1 or 0, row by row.</summary>
    public byte[] Cells => _cells;

    /// <summary>The grey levels, for flow.</summary>
    public ImagePyramid Pyramid { get; }

    /// <summary>Whether the slot holds exactly these bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> frame) => Id != 0 && frame.SequenceEqual(_bytes);

    /// <summary>Takes a frame and derives the rest.</summary>
    public void Load(long id, ReadOnlySpan<byte> frame, IBackground background, ForegroundMask foreground)
    {
        Id = id;
        frame.CopyTo(_bytes);
        if (_channels > 1)
        {
            Luma.ToGrey(frame, _channels, _grey);
        }

        background.Observe(_grey);
        foreground.Compute(_grey, background.Image, _mask);
        MarkCells();
        Pyramid.Load(_grey);
    }

    private void MarkCells()
    {
        Array.Clear(_cells);
        int columns = (_width + FlowField.Cell - 1) / FlowField.Cell;
        for (int y = 0; y < _height; y++)
        {
            ReadOnlySpan<byte> row = _mask.AsSpan(y * _width, _width);
            Span<byte> cells = _cells.AsSpan(y / FlowField.Cell * columns, columns);
            int x = 0;
            int column = 0;
            for (; x <= row.Length - FlowField.Cell; x += FlowField.Cell, column++)
            {
                cells[column] |= (byte)(row[x] | row[x + 1] | row[x + 2]);
            }

            for (; x < row.Length; x++)
            {
                cells[column] |= row[x];
            }
        }
    }
}
