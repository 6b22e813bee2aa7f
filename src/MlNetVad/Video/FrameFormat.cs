namespace MlNetVad.Video;

/// <summary>The size and channels of decoded frames: row-major H, W, C bytes, 0 to 255.</summary>
/// <param name="Height">Rows in pixels; 0 means the source's own height.</param>
/// <param name="Width">Columns in pixels; 0 means the source's own width.</param>
/// <param name="Channels">1 for grey (full-range luma) or 3 for red, green, blue; 0 means 1.</param>
public readonly record struct FrameFormat(int Height, int Width, int Channels = 1)
{
    /// <summary>Bytes of one frame; 0 while height or width is left to the source.</summary>
    public int FrameBytes => checked(Height * Width * Channels);

    /// <summary>This format with the source's size where none is given.</summary>
    /// <param name="native">The source's own format.</param>
    /// <returns>A format without zeros; where only one side is given, the other keeps the aspect ratio.</returns>
    /// <exception cref="VadException">Negative sizes, or channels other than 1 and 3.</exception>
    internal FrameFormat Resolve(FrameFormat native)
    {
        if (Height < 0 || Width < 0 || Channels is not (0 or 1 or 3))
        {
            throw new VadException($"Frame format {this} is not possible: height and width must be 0 or more, channels 1 (grey) or 3 (colour).");
        }

        int height = Height, width = Width;
        if (height == 0)
        {
            height = width == 0 ? native.Height : Math.Max(1, (int)Math.Round((double)native.Height * width / native.Width));
        }

        if (width == 0)
        {
            width = Height == 0 ? native.Width : Math.Max(1, (int)Math.Round((double)native.Width * height / native.Height));
        }

        return new FrameFormat(height, width, Channels == 0 ? 1 : Channels);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Width}×{Height}×{Channels}";
}
