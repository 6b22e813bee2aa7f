using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Tests.Transforms.Pictures;

/// <summary>Resized pictures and pooled errors.</summary>
public sealed class PictureTests
{
    [Fact]
    public void Resize_SameSize_ChangesNothing()
    {
        byte[] picture = Noise(6 * 9);
        byte[] planes = new byte[6 * 9];
        new PictureResizer(6, 9, 1, new PictureSize(1, 6, 9)).Resize(picture, planes);
        Assert.Equal(picture, planes);
    }

    [Fact]
    public void Resize_PlainPicture_StaysPlain()
    {
        byte[] planes = new byte[7 * 5];
        new PictureResizer(40, 33, 1, new PictureSize(1, 7, 5)).Resize(Enumerable.Repeat((byte)91, 40 * 33).ToArray(), planes);
        Assert.All(planes, v => Assert.Equal(91, v));
    }

    // 8 pixels to 4, bicubic of a = -0.5 stretched by 2, written out by hand for an edge at the middle
    [Fact]
    public void Resize_AnEdge_OvershootsAsBicubicDoes()
    {
        byte[] planes = new byte[4];
        new PictureResizer(1, 8, 1, new PictureSize(1, 1, 4)).Resize([100, 100, 100, 100, 200, 200, 200, 200], planes);
        Assert.Equal([99, 107, 193, 201], planes.Select(v => (int)v));
    }

    [Fact]
    public void Resize_ColourToGrey_IsLuma()
    {
        byte[] planes = new byte[1];
        new PictureResizer(1, 1, 3, new PictureSize(1, 1, 1)).Resize([200, 100, 50], planes);
        Assert.Equal((byte)Math.Round((0.299 * 200) + (0.587 * 100) + (0.114 * 50)), planes[0]);
    }

    [Fact]
    public void Resize_ColourPlanes_AreApart()
    {
        byte[] planes = new byte[6];
        new PictureResizer(1, 2, 3, new PictureSize(3, 1, 2)).Resize([1, 2, 3, 4, 5, 6], planes);
        Assert.Equal([1, 4, 2, 5, 3, 6], planes.Select(v => (int)v));
    }

    [Fact]
    public void Resize_TwoKindsOfColour_IsRefused() =>
        Assert.Contains("channels", Assert.Throws<VadException>(() => new PictureResizer(2, 2, 4, new PictureSize(3, 2, 2))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Pool_Box_IsTheLargestMeanOfAllBoxes(int box)
    {
        float[] map = [.. Noise(12 * 16).Select(v => v / 255f)];
        double largest = 0;
        for (int y = 0; y + box <= 12; y++)
        {
            for (int x = 0; x + box <= 16; x++)
            {
                double sum = 0;
                for (int i = 0; i < box * box; i++)
                {
                    sum += map[((y + (i / box)) * 16) + x + (i % box)];
                }

                largest = Math.Max(largest, sum / (box * box));
            }
        }

        Assert.Equal(largest, new ErrorPooling(1, 12, 16).Pool(map, box), 1e-6);
        Assert.Equal(map.Average(), new ErrorPooling(1, 12, 16).Pool(map, 0), 1e-6);
    }

    [Fact]
    public void Map_TwoChannels_IsTheMeanOfTheirErrors()
    {
        var pooling = new ErrorPooling(2, 1, 2);
        float[] map = new float[2];
        pooling.Map([1, 2, 3, 4], [0, 4, 0, 4], PixelError.Squared, map);
        Assert.Equal([5f, 2f], map);
        pooling.Map([1, 2, 3, 4], [0, 4, 0, 4], PixelError.Absolute, map);
        Assert.Equal([2f, 1f], map);
    }

    [Fact]
    public void Cells_OfAMap_AreMeansOfPatches()
    {
        float[] cells = new float[2];
        new ErrorPooling(1, 2, 4).Cells([1, 2, 5, 5, 3, 2, 5, 9], 2, cells);
        Assert.Equal([2f, 6f], cells);
    }

    private static byte[] Noise(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
