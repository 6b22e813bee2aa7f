using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>
/// Makes frames of one size into what the vision encoder sees: resized bicubic, cut into tiles, colours normalised.
/// Holds its buffers: one instance a describer.
/// </summary>
internal sealed class PictureTiles
{
    private readonly int _size;
    private readonly TileGrid _grid;
    private readonly float[][] _normalized;
    private readonly PictureResizer _resizer, _thumbnailResizer;
    private readonly byte[] _picture;     // [3, rows · size, columns · size]
    private readonly byte[] _thumbnail;   // [3, size, size]

    /// <summary>Prepares for clips of one shape.</summary>
    /// <exception cref="VadException">The clips are neither RGB nor grey.</exception>
    public PictureTiles(ClipShape shape, PictureSettings settings, int maximumTiles)
    {
        if (shape.Channels is not (1 or 3))
        {
            throw new VadException($"The clip has {shape.Channels} channels; expected 3 (RGB) or 1 (grey): load the video with one of them.");
        }

        Shape = shape;
        _size = settings.Size;
        _grid = TileGrid.Choose(shape.Width, shape.Height, _size, maximumTiles);
        _normalized = settings.Normalized();
        var whole = new PictureSize(3, _grid.Rows * _size, _grid.Columns * _size);
        var small = new PictureSize(3, _size, _size);
        _resizer = new PictureResizer(shape.Height, shape.Width, shape.Channels, whole);
        _thumbnailResizer = new PictureResizer(shape.Height, shape.Width, shape.Channels, small);
        _picture = new byte[whole.Elements];
        _thumbnail = Count > 1 ? new byte[small.Elements] : [];
    }

    /// <summary>The clips' shape.</summary>
    public ClipShape Shape { get; }

    /// <summary>Tiles a frame.</summary>
    public int Count => _grid.Tiles;

    /// <summary>Takes a frame [H, W, C].</summary>
    public void Load(ReadOnlySpan<byte> frame)
    {
        _resizer.Resize(frame, _picture);
        if (Count > 1)
        {
            _thumbnailResizer.Resize(frame, _thumbnail);
        }
    }

    /// <summary>Writes a tile [3, size, size]: the grid's row by row, then the whole picture.</summary>
    public void Copy(int tile, Span<float> pixels)
    {
        bool isThumbnail = tile == _grid.Columns * _grid.Rows;
        (int top, int left) = isThumbnail ? (0, 0) : (tile / _grid.Columns * _size, tile % _grid.Columns * _size);
        (byte[] source, int stride) = isThumbnail ? (_thumbnail, _size) : (_picture, _grid.Columns * _size);
        int plane = source.Length / 3;
        int target = 0;
        for (int c = 0; c < 3; c++)
        {
            float[] table = _normalized[c];
            for (int y = 0; y < _size; y++)
            {
                foreach (byte value in source.AsSpan((c * plane) + ((top + y) * stride) + left, _size))
                {
                    pixels[target++] = table[value];
                }
            }
        }
    }
}
