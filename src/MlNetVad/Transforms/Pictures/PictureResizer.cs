using System.Numerics.Tensors;

namespace MlNetVad.Transforms.Pictures;

/// <summary>
/// Brings a picture [H, W, C] to the network's size as planes [c, h, w], squashed without cropping, bicubic
/// (SFN-VAD, section 4.1). Holds its buffers: one instance a cursor.
/// </summary>
internal sealed class PictureResizer
{
    private readonly int _height, _width, _channels;
    private readonly PictureSize _size;
    private readonly ResampleWeights _across, _down;
    private readonly float[] _plane, _narrow, _line;

    /// <summary>A resizer from one size to another.</summary>
    /// <exception cref="VadException">Neither picture is grey and their channels differ.</exception>
    public PictureResizer(int height, int width, int channels, PictureSize size)
    {
        if (channels != size.Channels && channels != 1 && size.Channels != 1)
        {
            throw new VadException($"Pictures of {Counted.Of(channels, "channel")} cannot feed a network of {size.Channels}: load the video with {Counted.Of(size.Channels, "channel")}.");
        }

        (_height, _width, _channels, _size) = (height, width, channels, size);
        _across = new ResampleWeights(width, size.Width);
        _down = new ResampleWeights(height, size.Height);
        _plane = new float[height * width];
        _narrow = new float[height * size.Width];
        _line = new float[size.Width];
    }

    /// <summary>Resizes one picture.</summary>
    /// <param name="picture">[H, W, C] bytes.</param>
    /// <param name="planes">[c, h, w] bytes, written.</param>
    public void Resize(ReadOnlySpan<byte> picture, Span<byte> planes)
    {
        int plane = _size.Height * _size.Width;
        for (int c = 0; c < _size.Channels; c++)
        {
            Span<byte> target = planes.Slice(c * plane, plane);
            if (c > 0 && _channels == 1)
            {
                planes[..plane].CopyTo(target);
                continue;
            }

            TakePlane(picture, c);
            Narrow();
            Flatten(target);
        }
    }

    private void TakePlane(ReadOnlySpan<byte> picture, int channel)
    {
        if (_channels == 1)
        {
            TensorPrimitives.ConvertTruncating<byte, float>(picture, _plane);
            return;
        }

        for (int i = 0, p = 0; i < _plane.Length; i++, p += _channels)
        {
            _plane[i] = _size.Channels > 1
                ? picture[p + channel]
                : (0.299f * picture[p]) + (0.587f * picture[p + 1]) + (0.114f * picture[p + 2]);
        }
    }

    private void Narrow()
    {
        for (int y = 0; y < _height; y++)
        {
            ReadOnlySpan<float> row = _plane.AsSpan(y * _width, _width);
            Span<float> target = _narrow.AsSpan(y * _size.Width, _size.Width);
            for (int x = 0; x < target.Length; x++)
            {
                ReadOnlySpan<float> weights = _across[x];
                target[x] = OrderedSums.Dot(weights, row.Slice(_across.Start(x), weights.Length));
            }
        }
    }

    private void Flatten(Span<byte> target)
    {
        for (int y = 0; y < _size.Height; y++)
        {
            ReadOnlySpan<float> weights = _down[y];
            Array.Clear(_line);
            for (int i = 0; i < weights.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(_narrow.AsSpan((_down.Start(y) + i) * _size.Width, _size.Width), weights[i], _line, _line);
            }

            TensorPrimitives.Add(_line, 0.5f, _line);
            TensorPrimitives.Max(_line, 0f, _line);
            TensorPrimitives.Min(_line, 255f, _line);
            TensorPrimitives.ConvertTruncating<float, byte>(_line, target.Slice(y * _size.Width, _size.Width));
        }
    }
}

/// <summary>The size of the network's pictures.</summary>
internal readonly record struct PictureSize(int Channels, int Height, int Width)
{
    /// <summary>Bytes of one picture, and elements of its tensor.</summary>
    public int Elements => Channels * Height * Width;
}
