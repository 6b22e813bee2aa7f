using System.Numerics.Tensors;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>
/// Brings tiles of a frame [H, W, C] into a network's picture [3, h, w]: enlarged or reduced without distortion (bilinear, pixel centres at
/// halves), the rest padded. Rows are blended first, whole vectors at a time, then columns by weights that are computed once.
/// Holds its buffers: one instance a cursor.
/// </summary>
internal sealed class Letterbox
{
    private readonly DetectorPicture _picture;
    private readonly int _frameWidth, _channels, _tileHeight, _tileWidth;
    private readonly int _height, _width, _left, _top, _rows, _columns;
    private readonly int[] _near, _far;
    private readonly float[] _share, _line;

    /// <summary>Prepares for tiles of one size.</summary>
    /// <param name="picture">What the network expects.</param>
    /// <param name="tiles">The tiles' size.</param>
    /// <param name="frameWidth">Of the frame.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Of the network's picture.</param>
    /// <param name="width">Of the network's picture.</param>
    public Letterbox(DetectorPicture picture, TileGrid tiles, int frameWidth, int channels, int height, int width)
    {
        (_picture, _frameWidth, _channels, _tileHeight, _tileWidth, _height, _width) = (picture, frameWidth, channels, tiles.Height, tiles.Width, height, width);
        double ratio = Math.Min((double)height / _tileHeight, (double)width / _tileWidth);
        _rows = Math.Clamp((int)Math.Round(_tileHeight * ratio), 1, height);
        _columns = Math.Clamp((int)Math.Round(_tileWidth * ratio), 1, width);
        bool centred = picture.Anchor == LetterboxAnchor.Centre;
        _left = centred ? (width - _columns) / 2 : 0;
        _top = centred ? (height - _rows) / 2 : 0;
        _near = new int[_columns];
        _far = new int[_columns];
        _share = new float[_columns];
        _line = new float[_tileWidth * channels];
        for (int x = 0; x < _columns; x++)
        {
            (int near, int far, _share[x]) = Neighbours(x, _columns, _tileWidth);
            (_near[x], _far[x]) = (near * channels, far * channels);
        }
    }

    /// <summary>Fills a picture with padding; done once for each place in a batch, for tiles of one size cover the same rest.</summary>
    public void Pad(Span<float> planes)
    {
        int plane = _height * _width;
        for (int p = 0; p < DetectorPicture.Planes; p++)
        {
            planes.Slice(p * plane, plane).Fill((_picture.Padding * _picture.Multiplier(p)) + _picture.Addend(p));
        }
    }

    /// <summary>Fills the part of a picture that is not padding.</summary>
    /// <param name="frame">[H, W, C].</param>
    /// <param name="tile">The tile's place in it.</param>
    /// <param name="planes">[3, h, w].</param>
    public void Fill(ReadOnlySpan<byte> frame, Tile tile, Span<float> planes)
    {
        int stride = _frameWidth * _channels;
        ReadOnlySpan<byte> first = frame[((tile.Y * stride) + (tile.X * _channels))..];
        for (int y = 0; y < _rows; y++)
        {
            (int near, int far, float share) = Neighbours(y, _rows, _tileHeight);
            RowBlend.Blend(first.Slice(near * stride, _line.Length), first.Slice(far * stride, _line.Length), share, _line);
            Spread(planes, ((_top + y) * _width) + _left);
        }
    }

    /// <summary>A box of the network's picture in pixels of the frame.</summary>
    public Detection ToFrame(in Detection box, Tile tile)
    {
        (float x, float y) = ((float)_tileWidth / _columns, (float)_tileHeight / _rows);
        return box with
        {
            Left = ((box.Left - _left) * x) + tile.X,
            Top = ((box.Top - _top) * y) + tile.Y,
            Right = ((box.Right - _left) * x) + tile.X,
            Bottom = ((box.Bottom - _top) * y) + tile.Y,
        };
    }

    /// <summary>Writes the blended row into all planes.</summary>
    private void Spread(Span<float> planes, int start)
    {
        int plane = _height * _width;
        Span<float> first = planes.Slice(start, _columns);
        Span<float> second = planes.Slice(start + plane, _columns);
        Span<float> third = planes.Slice(start + (2 * plane), _columns);
        if (_channels == 1)
        {
            RowBlend.Columns(_line, _near, _far, _share, first);
            first.CopyTo(second);
            first.CopyTo(third);
        }
        else if (_picture.Order == ColorOrder.Rgb)
        {
            RowBlend.Columns(_line, _near, _far, _share, first, second, third);
        }
        else
        {
            RowBlend.Columns(_line, _near, _far, _share, third, second, first);
        }

        Normalise(0, first);
        Normalise(1, second);
        Normalise(2, third);
    }

    private void Normalise(int plane, Span<float> row)
    {
        (float multiplier, float addend) = (_picture.Multiplier(plane), _picture.Addend(plane));
        if (multiplier != 1)
        {
            TensorPrimitives.Multiply(row, multiplier, row);
        }

        if (addend != 0)
        {
            TensorPrimitives.Add(row, addend, row);
        }
    }

    /// <summary>The two source pixels around a target pixel's centre, and the share of the second.</summary>
    private static (int Near, int Far, float Share) Neighbours(int target, int targets, int sources)
    {
        double at = Math.Clamp(((target + 0.5) * sources / targets) - 0.5, 0, sources - 1);
        int near = (int)at;
        return (near, Math.Min(near + 1, sources - 1), (float)(at - near));
    }
}
