namespace MlNetVad.Transforms.Presence;

/// <summary>Widens a mask by a square, so that the parts of one thing touch.</summary>
internal sealed class Closing(int height, int width, int radius)
{
    private readonly byte[] _rows = new byte[height * width];
    private readonly byte[] _wide = new byte[height * width];

    /// <summary>The widened mask, valid until the next call.</summary>
    /// <param name="mask">H × W, 0 or 1.</param>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> mask)
    {
        Array.Clear(_rows);
        Array.Clear(_wide);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (mask[(y * width) + x] != 0)
                {
                    int left = Math.Max(0, x - radius), right = Math.Min(width - 1, x + radius);
                    _rows.AsSpan((y * width) + left, right - left + 1).Fill(1);
                }
            }
        }

        for (int y = 0; y < height; y++)
        {
            Span<byte> output = _wide.AsSpan(y * width, width);
            for (int from = Math.Max(0, y - radius); from <= Math.Min(height - 1, y + radius); from++)
            {
                ReadOnlySpan<byte> row = _rows.AsSpan(from * width, width);
                System.Numerics.Tensors.TensorPrimitives.BitwiseOr(output, row, output);
            }
        }

        return _wide;
    }
}
