using MlNetVad.Transforms.Presence;

namespace MlNetVad.Tests.Transforms.Presence;

/// <summary>What is computed for many pixels at once, compared with its definition pixel by pixel, at sizes that are no multiple of a vector's.</summary>
public sealed class MaskTests
{
    private readonly Random _random = new(1);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(9, 34)]
    [InlineData(20, 131)]
    public void Majority_AnyMask_IsFiveOfNine(int height, int width)
    {
        byte[] raw = RandomMask(height * width, 0.5), mask = new byte[raw.Length];
        Majority.Apply(raw, mask, width);
        Assert.Equal(
            Pixels(height, width, (x, y) => x > 0 && y > 0 && x < width - 1 && y < height - 1 && Around(raw, height, width, x, y, 1).Sum(v => v) >= 5),
            mask);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 40, 3)]
    [InlineData(40, 2, 3)]
    [InlineData(23, 71, 2)]
    public void Closing_AnyMask_WidensByASquare(int height, int width, int radius)
    {
        byte[] mask = RandomMask(height * width, 0.05);
        Assert.Equal(
            Pixels(height, width, (x, y) => Around(mask, height, width, x, y, radius).Contains((byte)1)),
            new Closing(height, width, radius).Apply(mask).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Envelope_AnyPictures_MeasuresFromTheRangeAroundEachPixel(int channels)
    {
        const int Height = 12, Width = 21;
        var shape = new MlNetVad.Transforms.ClipShape(1, Height, Width, channels);
        byte[] picture = [.. Enumerable.Range(0, shape.FrameBytes).Select(_ => (byte)(100 + _random.Next(5)))], distances = new byte[Height * Width];
        byte[] frame = Array.ConvertAll(picture, v => (byte)Math.Clamp(v + _random.Next(-70, 70), 0, 255));
        var envelope = new Envelope(shape);
        envelope.Load(picture);
        envelope.Match(picture);   // of the same brightness
        envelope.Distances(frame, distances);

        byte[] expected = new byte[distances.Length];
        for (int c = 0; c < Math.Min(channels, 3); c++)
        {
            byte[] plane = [.. Enumerable.Range(0, Height * Width).Select(i => picture[(i * channels) + c])];
            for (int i = 0; i < plane.Length; i++)
            {
                byte[] around = [.. Around(plane, Height, Width, i % Width, i / Width, 1)];
                int level = frame[(i * channels) + c];
                expected[i] = (byte)Math.Max(expected[i], Math.Max(around.Min() - level, level - around.Max()));
            }
        }

        Assert.Equal(expected, distances);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(999)]
    public void Selection_AnyPlace_IsTheSortedOne(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)_random.Next(40))];   // many alike
        float[] sorted = [.. values.Order()];
        for (int place = 0; place < count; place += Math.Max(1, count / 20))
        {
            Assert.Equal(sorted[place], Selection.Nth([.. values], place));
        }
    }

    private byte[] RandomMask(int pixels, double share) => [.. Enumerable.Range(0, pixels).Select(_ => _random.NextDouble() < share ? (byte)1 : (byte)0)];

    private static byte[] Pixels(int height, int width, Func<int, int, bool> isSet) =>
        [.. Enumerable.Range(0, height * width).Select(i => isSet(i % width, i / width) ? (byte)1 : (byte)0)];

    private static IEnumerable<byte> Around(byte[] plane, int height, int width, int x, int y, int radius) =>
        from v in Enumerable.Range(y - radius, (2 * radius) + 1)
        from u in Enumerable.Range(x - radius, (2 * radius) + 1)
        where u >= 0 && v >= 0 && u < width && v < height
        select plane[(v * width) + u];
}
