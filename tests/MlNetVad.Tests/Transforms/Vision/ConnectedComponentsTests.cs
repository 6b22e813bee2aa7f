using MlNetVad.Transforms;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class ConnectedComponentsTests
{
    [Fact]
    public void Find_EmptyMask_FindsNothing() => Assert.Empty(new ConnectedComponents().Find(new byte[12], 4));

    [Fact]
    public void Find_FullMask_FindsOne() =>
        Assert.Equal([new Component(0, 0, 4, 3, 12)], new ConnectedComponents().Find(Pictures.TextMask("####", "####", "####"), 4));

    [Fact]
    public void Find_DiagonalNeighbours_AreConnected()
    {
        byte[] mask = Pictures.TextMask(
            "#....#",
            ".#..#.",
            "..##..");

        Assert.Equal([new Component(0, 0, 6, 3, 6)], new ConnectedComponents().Find(mask, 6));
    }

    [Fact]
    public void Find_BranchesThatMeetBelow_AreOneInRasterOrder()
    {
        byte[] mask = Pictures.TextMask(
            "#.#.#..#",
            "#.#.#...",
            "#####..#",
            ".......#");

        Assert.Equal(
            [new Component(0, 0, 5, 3, 11), new Component(7, 0, 1, 1, 1), new Component(7, 2, 1, 2, 2)],
            new ConnectedComponents().Find(mask, 8));
    }

    [Fact]
    public void Find_RowEndAndNextRowStart_AreNotConnected()
    {
        byte[] mask = Pictures.TextMask(
            "..##",
            "....",
            "#...");

        Assert.Equal(2, new ConnectedComponents().Find(mask, 4).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_RandomMask_EqualsFloodFill(int seed)
    {
        var random = new Random(seed);
        byte[] mask = [.. Enumerable.Range(0, 31 * 43).Select(_ => random.NextDouble() < 0.4 ? (byte)1 : (byte)0)];

        Assert.Equal(FloodFill([.. mask], 43), new ConnectedComponents().Find(mask, 43));
    }

    private static List<Component> FloodFill(byte[] mask, int width)
    {
        var found = new List<Component>();
        for (int seed = 0; seed < mask.Length; seed++)
        {
            if (mask[seed] == 0)
            {
                continue;
            }

            var pixels = new List<int> { seed };
            mask[seed] = 0;
            for (int i = 0; i < pixels.Count; i++)
            {
                foreach (int neighbour in Neighbours(pixels[i], width, mask.Length).Where(n => mask[n] != 0))
                {
                    mask[neighbour] = 0;
                    pixels.Add(neighbour);
                }
            }

            (int left, int right) = (pixels.Min(p => p % width), pixels.Max(p => p % width));
            (int top, int bottom) = (pixels.Min(p => p / width), pixels.Max(p => p / width));
            found.Add(new Component(left, top, right - left + 1, bottom - top + 1, pixels.Count));
        }

        return found;
    }

    private static IEnumerable<int> Neighbours(int pixel, int width, int length) =>
        from dy in Enumerable.Range(-1, 3)
        from dx in Enumerable.Range(-1, 3)
        let x = (pixel % width) + dx
        let at = pixel + (dy * width) + dx
        where x >= 0 && x < width && at >= 0 && at < length
        select at;
}
