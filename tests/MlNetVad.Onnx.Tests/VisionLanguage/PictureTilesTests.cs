using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

public sealed class PictureTilesTests
{
    private static readonly PictureSettings Plain = new(4, [0.5f, 0.25f, 0.125f], [0.5f, 0.25f, 1f]);

    [Theory]
    [InlineData(640, 480, 12, 4, 3, 13)]     // exactly 4 : 3
    [InlineData(1920, 1080, 12, 4, 2, 9)]    // 2 × 1 is as near, and the picture is large
    [InlineData(360, 240, 12, 3, 2, 7)]
    [InlineData(240, 360, 6, 2, 3, 7)]
    [InlineData(448, 448, 12, 1, 1, 1)]      // 2 × 2 is as near, and the picture is small
    [InlineData(1300, 1300, 12, 3, 3, 10)]
    [InlineData(1920, 1080, 1, 1, 1, 1)]
    public void Choose_OfAPicture_IsTheNearestGrid(int width, int height, int maximum, int columns, int rows, int tiles)
    {
        TileGrid grid = TileGrid.Choose(width, height, 448, maximum);

        Assert.Equal(new TileGrid(columns, rows), grid);
        Assert.Equal(tiles, grid.Tiles);
    }

    [Fact]
    public void Copy_OfAFrameOfTheRightSize_OnlyNormalizesColours()
    {
        byte[] frame = Clips.Random(1, new ClipShape(1, 4, 4, 3));
        float[] pixels = new float[3 * 4 * 4];
        var tiles = new PictureTiles(new ClipShape(1, 4, 4, 3), Plain, maximumTiles: 1);

        tiles.Load(frame);
        tiles.Copy(0, pixels);

        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(((frame[3 * i] / 255f) - 0.5f) / 0.5f, pixels[i]);
            Assert.Equal(((frame[(3 * i) + 1] / 255f) - 0.25f) / 0.25f, pixels[16 + i]);
            Assert.Equal((frame[(3 * i) + 2] / 255f) - 0.125f, pixels[32 + i]);
        }
    }

    [Fact]
    public void Copy_OfAGreyFrame_GivesItToEveryColour()
    {
        float[] pixels = new float[3 * 4 * 4];
        var tiles = new PictureTiles(new ClipShape(1, 4, 4, 1), new PictureSettings(4, [0.5f, 0.5f, 0.5f], [1f, 1f, 1f]), maximumTiles: 1);

        tiles.Load(Clips.Random(1, new ClipShape(1, 4, 4, 1)));
        tiles.Copy(0, pixels);

        Assert.Equal(pixels[..16], pixels[16..32]);
        Assert.Equal(pixels[..16], pixels[32..]);
    }

    [Fact]
    public void Copy_OfAWideFrame_CutsItRowByRowAndAddsTheWhole()
    {
        var shape = new ClipShape(1, 8, 12, 3);
        byte[] frame = Clips.Random(1, shape);
        var tiles = new PictureTiles(shape, Plain, maximumTiles: 6);
        float[] pixels = new float[3 * 4 * 4], whole = new float[3 * 4 * 4];
        Assert.Equal(7, tiles.Count);
        tiles.Load(frame);

        for (int tile = 0; tile < 6; tile++)
        {
            tiles.Copy(tile, pixels);
            int top = tile / 3 * 4, left = tile % 3 * 4;
            for (int i = 0; i < 16; i++)
            {
                byte red = frame[(((top + (i / 4)) * 12) + left + (i % 4)) * 3];
                Assert.Equal(((red / 255f) - 0.5f) / 0.5f, pixels[i]);
            }
        }

        tiles.Copy(6, pixels);
        var squashed = new PictureTiles(shape, Plain, maximumTiles: 1);
        squashed.Load(frame);
        squashed.Copy(0, whole);
        Assert.Equal(whole, pixels);
    }
}
