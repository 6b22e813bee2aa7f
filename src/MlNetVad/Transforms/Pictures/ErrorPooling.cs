using System.Numerics.Tensors;

namespace MlNetVad.Transforms.Pictures;

/// <summary>Makes error maps and pools them. Holds its buffers: one instance a thread.</summary>
internal sealed class ErrorPooling(int channels, int height, int width)
{
    private readonly float[] _difference = new float[height * width];
    private readonly double[] _sums = new double[(height + 1) * (width + 1)], _contrasts = new double[(height + 1) * (width + 1)];
    private readonly float[] _contrast = new float[height * width];

    /// <summary>The error of each pixel, mean over the channels.</summary>
    /// <param name="predicted">[C, H, W].</param>
    /// <param name="target">[C, H, W].</param>
    /// <param name="kind">What an error is.</param>
    /// <param name="map">[H, W], written.</param>
    public void Map(ReadOnlySpan<float> predicted, ReadOnlySpan<float> target, PixelError kind, Span<float> map)
    {
        int plane = height * width;
        map.Clear();
        for (int c = 0; c < channels; c++)
        {
            TensorPrimitives.Subtract(predicted.Slice(c * plane, plane), target.Slice(c * plane, plane), _difference);
            if (kind == PixelError.Squared)
            {
                TensorPrimitives.MultiplyAdd(_difference, _difference, map, map);
            }
            else
            {
                TensorPrimitives.Abs(_difference, _difference);
                TensorPrimitives.Add(map, _difference, map);
            }
        }

        if (channels > 1)
        {
            TensorPrimitives.Divide(map, channels, map);
        }
    }

    /// <summary>The contrast at each pixel, mean over the channels: the length of the brightness gradient, or its square for squared errors.</summary>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="kind">What an error is.</param>
    /// <param name="map">[H, W], written.</param>
    public void Contrast(ReadOnlySpan<float> picture, PixelError kind, Span<float> map)
    {
        map.Clear();
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> plane = picture.Slice(c * height * width, height * width);
            for (int y = 1; y < height - 1; y++)
            {
                for (int i = (y * width) + 1; i < ((y + 1) * width) - 1; i++)
                {
                    float across = (plane[i + 1] - plane[i - 1]) / 2, down = (plane[i + width] - plane[i - width]) / 2;
                    float square = (across * across) + (down * down);
                    map[i] += (kind == PixelError.Squared ? square : MathF.Sqrt(square)) / channels;
                }
            }
        }
    }

    /// <summary>
    /// The frame's error for its contrast: the largest quotient over all boxes of their mean error and their mean contrast.
    /// A pixel's error is about its displacement times the gradient, so the quotient is a displacement, of bright and of
    /// dark clothes alike.
    /// </summary>
    /// <param name="map">[H, W].</param>
    /// <param name="picture">The real frame [C, H, W].</param>
    /// <param name="kind">What an error is.</param>
    /// <param name="box">Side of the box; 0 is the whole frame.</param>
    /// <param name="floor">Added to the contrast, so that plain areas do not count; above 0.</param>
    public float PoolByContrast(ReadOnlySpan<float> map, ReadOnlySpan<float> picture, PixelError kind, int box, float floor)
    {
        Contrast(picture, kind, _contrast);
        if (box == 0)
        {
            return OrderedSums.Sum(map) / (OrderedSums.Sum(_contrast) + (floor * map.Length));
        }

        Accumulate(map, _sums);
        Accumulate(_contrast, _contrasts);
        double largest = 0, plain = floor * box * box;
        for (int y = 0, step = Math.Max(1, box / 4); y + box <= height; y += step)
        {
            for (int x = 0; x + box <= width; x += step)
            {
                largest = Math.Max(largest, Sum(_sums, x, y, box) / (Sum(_contrasts, x, y, box) + plain));
            }
        }

        return (float)largest;
    }

    /// <summary>The frame's error.</summary>
    /// <param name="map">[H, W].</param>
    /// <param name="box">Side of the box; 0 is the whole frame. Boxes stand a quarter of their side apart.</param>
    public float Pool(ReadOnlySpan<float> map, int box)
    {
        if (box == 0)
        {
            return OrderedSums.Sum(map) / map.Length;
        }

        Accumulate(map, _sums);
        double largest = 0;
        for (int y = 0, step = Math.Max(1, box / 4); y + box <= height; y += step)
        {
            for (int x = 0; x + box <= width; x += step)
            {
                largest = Math.Max(largest, Sum(_sums, x, y, box));
            }
        }

        return (float)(largest / (box * box));
    }

    /// <summary>The mean error of each cell of a grid.</summary>
    /// <param name="map">[H, W].</param>
    /// <param name="cell">Side of a cell; 1 copies the map.</param>
    /// <param name="cells">[H / cell, W / cell], written.</param>
    public void Cells(ReadOnlySpan<float> map, int cell, Span<float> cells)
    {
        if (cell == 1)
        {
            map.CopyTo(cells);
            return;
        }

        Accumulate(map, _sums);
        int columns = width / cell;
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = (float)(Sum(_sums, i % columns * cell, i / columns * cell, cell) / (cell * cell));
        }
    }

    private double Sum(double[] sums, int x, int y, int box)
    {
        int upper = (y * (width + 1)) + x, lower = upper + (box * (width + 1));
        return sums[lower + box] - sums[lower] - sums[upper + box] + sums[upper];
    }

    // summed areas: entry (y, x) is the sum over the rows above y and the columns left of x
    private void Accumulate(ReadOnlySpan<float> map, double[] sums)
    {
        int line = width + 1;
        for (int y = 0; y < height; y++)
        {
            double row = 0;
            for (int x = 0; x < width; x++)
            {
                row += map[(y * width) + x];
                sums[((y + 1) * line) + x + 1] = sums[(y * line) + x + 1] + row;
            }
        }
    }
}
