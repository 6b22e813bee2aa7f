namespace MlNetVad.Transforms;

/// <summary>The summed-area table of a mask: how many pixels of any box are set, in four look-ups.</summary>
internal sealed class SummedArea
{
    private readonly int _width;
    private readonly int[] _table;

    /// <summary>A table for masks of one size.</summary>
    public SummedArea(int height, int width)
    {
        _width = width;
        _table = new int[(height + 1) * (width + 1)];
    }

    /// <summary>Fills the table.</summary>
    /// <param name="mask">H × W, 0 or 1.</param>
    public void Load(ReadOnlySpan<byte> mask)
    {
        int stride = _width + 1;
        for (int start = 0, at = stride; start < mask.Length; start += _width, at += stride)
        {
            ReadOnlySpan<byte> source = mask.Slice(start, _width);
            ReadOnlySpan<int> above = _table.AsSpan(at - stride + 1, _width);
            Span<int> row = _table.AsSpan(at + 1, _width);
            int sum = 0;
            for (int x = 0; x < row.Length; x++)
            {
                sum += source[x];
                row[x] = above[x] + sum;
            }
        }
    }

    /// <summary>The set pixels of a box inside the picture.</summary>
    public int Count(int x, int y, int width, int height)
    {
        int stride = _width + 1;
        int top = (y * stride) + x;
        int bottom = top + (height * stride);
        return _table[bottom + width] - _table[bottom] - _table[top + width] + _table[top];
    }
}
