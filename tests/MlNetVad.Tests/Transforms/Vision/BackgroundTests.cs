using MlNetVad.Transforms.Background;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class BackgroundTests
{
    [Theory]
    [InlineData(new byte[] { 5 }, 5f)]
    [InlineData(new byte[] { 9, 1, 4 }, 4f)]
    [InlineData(new byte[] { 10, 0, 255, 13 }, 11.5f)]
    [InlineData(new byte[] { 7, 7, 7, 200 }, 7f)]
    [InlineData(new byte[] { 0, 255 }, 127.5f)]
    public void Build_FewFrames_IsTheExactMedian(byte[] values, float expected)
    {
        var median = new MedianBackground(pixels: 2);
        foreach (byte value in values)
        {
            median.Add([value, 3]);
        }

        Assert.Equal([expected, 3f], median.Build());
    }

    [Fact]
    public void Add_MoreFramesThanCapacity_KeepsAnEvenlySpacedSample()
    {
        var median = new MedianBackground(pixels: 1, capacity: 4);
        for (byte i = 0; i < 20; i++)
        {
            median.Add([i]);
        }

        Assert.Equal([0, 8, 16], median.Samples.Select(sample => (int)sample[0]));
    }

    [Fact]
    public void Build_NoFrame_SaysWhatIsMissing() =>
        Assert.Contains("training clip", Assert.Throws<VadException>(() => new MedianBackground(4).Build()).Message, StringComparison.Ordinal);

    [Fact]
    public void Observe_WalkerInFrontOfTexture_LearnsTheTexture()
    {
        byte[] texture = Pictures.Texture(40, 60, 0, 0);
        RunningBackground background = Running(texture.Length);
        for (int i = 0; i < 120; i++)
        {
            background.Observe(WithBlock(texture, i * 2 % 60));
        }

        double worst = texture.Select((grey, i) => Math.Abs(grey - background.Image[i])).Max();
        Assert.InRange(worst, 0, 10);
    }

    [Fact]
    public void Observe_LightDriftsSlowly_Follows()
    {
        RunningBackground background = Running(16);
        for (int i = 0; i <= 150; i++)
        {
            background.Observe(Enumerable.Repeat((byte)(50 + (i / 10)), 16).ToArray());
        }

        Assert.InRange(background.Image[0], 60, 65);
    }

    [Fact]
    public void Observe_SceneCut_StartsAnew()
    {
        RunningBackground background = Running(16);
        for (int i = 0; i < 50; i++)
        {
            background.Observe(Enumerable.Repeat((byte)50, 16).ToArray());
        }

        background.Observe(Enumerable.Repeat((byte)200, 16).ToArray());

        Assert.Equal(200f, background.Image[7]);
    }

    [Fact]
    public void ToGrey_PureColours_AreTheirLuma()
    {
        var grey = new byte[4];
        Luma.ToGrey([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], channels: 3, grey);

        Assert.Equal([77, 149, 29, 255], grey);
    }

    [Fact]
    public void CheckChannels_Two_SaysWhatIsExpected() =>
        Assert.Contains("2 channels", Assert.Throws<VadException>(() => Luma.CheckChannels(2)).Message, StringComparison.Ordinal);

    private static RunningBackground Running(int pixels) => new(pixels, threshold: 12, rate: 0.05f, step: 0.1f, cutFraction: 0.6f);

    private static byte[] WithBlock(byte[] texture, int left)
    {
        byte[] frame = [.. texture];
        for (int y = 10; y < 30; y++)
        {
            frame.AsSpan((y * 60) + left, Math.Min(8, 60 - left)).Fill(250);
        }

        return frame;
    }
}
