using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms.Camera;

/// <summary>A picture as means of cells, 32 across, in which people are small and the place remains. Holds its buffers: one instance a cursor.</summary>
internal sealed class CameraGrid(ClipShape shape)
{
    private const int Across = 32, LeastDown = 8;

    private readonly byte[] _grey = new byte[shape.Height * shape.Width];

    /// <summary>Cells across.</summary>
    public int Columns { get; } = Math.Min(Across, shape.Width);

    /// <summary>Cells down.</summary>
    public int Rows { get; } = Math.Min(shape.Height, Math.Max(LeastDown, Across * shape.Height / shape.Width));

    /// <summary>The cells of a frame, rows × columns, grey levels.</summary>
    /// <param name="frame">H × W × C.</param>
    public float[] Cells(ReadOnlySpan<byte> frame)
    {
        Luma.ToGrey(frame, shape.Channels, _grey);
        float[] cells = new float[Rows * Columns];
        for (int row = 0; row < Rows; row++)
        {
            (int top, int bottom) = (row * shape.Height / Rows, (row + 1) * shape.Height / Rows);
            for (int column = 0; column < Columns; column++)
            {
                (int left, int right) = (column * shape.Width / Columns, (column + 1) * shape.Width / Columns);
                int sum = 0;
                for (int y = top; y < bottom; y++)
                {
                    foreach (byte pixel in _grey.AsSpan((y * shape.Width) + left, right - left))
                    {
                        sum += pixel;
                    }
                }

                cells[(row * Columns) + column] = (float)sum / ((bottom - top) * (right - left));
            }
        }

        return cells;
    }
}
