using MlNetVad.Onnx.DetectObjects;

namespace MlNetVad.Onnx.Tests.DetectObjects;

public sealed class LetterboxTests
{
    [Theory]
    [InlineData(48, 36, 3, LetterboxAnchor.TopLeft, ColorOrder.Bgr)]
    [InlineData(48, 36, 3, LetterboxAnchor.Centre, ColorOrder.Rgb)]
    [InlineData(33, 97, 3, LetterboxAnchor.Centre, ColorOrder.Bgr)]
    [InlineData(200, 61, 1, LetterboxAnchor.TopLeft, ColorOrder.Rgb)]
    [InlineData(1, 5, 3, LetterboxAnchor.Centre, ColorOrder.Rgb)]
    public void Fill_AnySize_IsBilinearWithinPadding(int width, int height, int channels, LetterboxAnchor anchor, ColorOrder order)
    {
        const int Side = 64;
        var picture = new DetectorPicture(order, 1 / 255f, [0.1f, 0.2f, 0.3f], [0.5f, 1, 2], 114, anchor);
        byte[] frame = new byte[width * height * channels];
        new Random(5).NextBytes(frame);
        var letterbox = new Letterbox(picture, new TileGrid(width, height, [new Tile(0, 0)]), width, channels, Side, Side);
        var planes = new float[3 * Side * Side];

        letterbox.Pad(planes);
        letterbox.Fill(frame, new Tile(0, 0), planes);

        double ratio = Math.Min((double)Side / width, (double)Side / height);
        (int columns, int rows) = ((int)Math.Round(width * ratio), (int)Math.Round(height * ratio));
        (int left, int top) = anchor == LetterboxAnchor.Centre ? ((Side - columns) / 2, (Side - rows) / 2) : (0, 0);
        for (int p = 0; p < 3; p++)
        {
            int channel = channels == 1 ? 0 : order == ColorOrder.Bgr ? 2 - p : p;
            for (int y = 0; y < Side; y++)
            {
                for (int x = 0; x < Side; x++)
                {
                    bool inside = x >= left && x < left + columns && y >= top && y < top + rows;
                    double pixel = inside
                        ? Sample(frame, width, height, channels, channel, (x - left + 0.5) * width / columns, (y - top + 0.5) * height / rows)
                        : 114;
                    double expected = ((pixel / 255) - picture.Mean[p]) / picture.Std[p];
                    Assert.Equal(expected, planes[(((p * Side) + y) * Side) + x], 1e-4);
                }
            }
        }
    }

    [Fact]
    public void Fill_ATile_SeesItsPartOfTheFrame()
    {
        var picture = new DetectorPicture(ColorOrder.Rgb, 1, [0, 0, 0], [1, 1, 1], 0, LetterboxAnchor.TopLeft);
        byte[] frame = [.. Enumerable.Range(0, 100 * 50).SelectMany(i => new[] { (byte)(i % 100), (byte)(i / 100), (byte)7 })];
        var letterbox = new Letterbox(picture, new TileGrid(32, 32, []), 100, 3, 32, 32);
        var planes = new float[3 * 32 * 32];

        letterbox.Fill(frame, new Tile(60, 10), planes);

        Assert.Equal(60, planes[0]);
        Assert.Equal(91, planes[31]);
        Assert.Equal(10, planes[1024]);
        Assert.Equal(41, planes[1024 + 1023]);
        Assert.Equal(7, planes[2048]);
    }

    [Theory]
    [InlineData(1f, 0, 0, 360, 240, 1)]       // the whole frame
    [InlineData(1f, 2, 1, 200, 240, 2)]       // two tiles that share a fifth: 2 · 200 − 40
    [InlineData(2f, 0, 1, 208, 240, 2)]       // twice as large in one row
    [InlineData(2f, 0, 0, 208, 208, 4)]
    [InlineData(0.5f, 0, 0, 360, 240, 1)]
    [InlineData(1.05f, 0, 0, 360, 240, 1)]
    [InlineData(1.2f, 0, 0, 346, 240, 2)]
    public void Of_Ped2_CoversTheFrameWithOverlap(float scale, int columns, int rows, int width, int height, int tiles)
    {
        var grid = TileGrid.Of(new DetectorTiling(scale, columns, rows, 0.2f), 360, 240, 416, 416);

        Assert.Equal((width, height, tiles), (grid.Width, grid.Height, grid.Tiles.Count));
        Assert.Equal(new Tile(0, 0), grid.Tiles[0]);
        Assert.Equal(new Tile(360 - width, 240 - height), grid.Tiles[^1]);
        int[] starts = [.. grid.Tiles.Select(t => t.X).Distinct()];
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.True(pair.First + width - pair.Second >= 0.2 * width - 1));
    }

    private static double Sample(byte[] frame, int width, int height, int channels, int channel, double x, double y)
    {
        (x, y) = (Math.Clamp(x - 0.5, 0, width - 1), Math.Clamp(y - 0.5, 0, height - 1));
        (int left, int top) = ((int)x, (int)y);
        (double u, double v) = (x - left, y - top);
        return ((1 - v) * (((1 - u) * At(left, top)) + (u * At(left + 1, top)))) + (v * (((1 - u) * At(left, top + 1)) + (u * At(left + 1, top + 1))));

        double At(int column, int row) => frame[(((Math.Min(row, height - 1) * width) + Math.Min(column, width - 1)) * channels) + channel];
    }
}
