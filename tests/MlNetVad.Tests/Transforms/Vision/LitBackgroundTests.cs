using MlNetVad.Transforms.Background;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class LitBackgroundTests
{
    private const int Height = 40, Width = 60;

    private readonly byte[] _scene = Pictures.Texture(Height, Width, 0, 0);

    [Theory]
    [InlineData(1f, 0f)]
    [InlineData(0.5f, 0f)]
    [InlineData(0.7f, -8f)]
    [InlineData(0.6f, 90f)]   // fog: brighter and flatter
    public void Observe_AnotherLight_IsTheFrame(float contrast, float lift)
    {
        byte[] frame = Array.ConvertAll(_scene, grey => (byte)Math.Clamp((contrast * grey) + lift, 0, 255));

        Assert.InRange(Worst(frame, frame), 0, 3);
    }

    [Fact]
    public void Observe_CameraLiftsTheShadows_MakesHardlyAnyForeground()
    {
        byte[] frame = Array.ConvertAll(_scene, grey => (byte)(255 * Math.Pow(grey / 255.0, 0.75)));

        Assert.InRange(Distances(frame, frame).Count(d => d > 12) / (double)frame.Length, 0, 0.05);   // 12: the recipe's threshold
    }

    [Fact]
    public void Observe_ThingsInFront_DoNotBendIt()
    {
        byte[] dusk = Array.ConvertAll(_scene, grey => (byte)(grey / 2));
        byte[] frame = [.. dusk];
        for (int y = 4; y < 28; y++)
        {
            frame.AsSpan((y * Width) + 6, 14).Fill(250);   // a seventh of the picture
        }

        Assert.InRange(Worst(frame, dusk), 0, 8);
    }

    [Fact]
    public void Observe_SceneWithoutContrast_FollowsItsLevel()
    {
        var background = new LitBackground([.. Enumerable.Repeat(100f, 48)]);
        background.Observe([.. Enumerable.Repeat((byte)60, 48)]);

        Assert.All(background.Image.ToArray(), level => Assert.Equal(60f, level));
    }

    [Fact]
    public void Observe_LightComesBack_IsAsBefore()
    {
        var background = new LitBackground(Array.ConvertAll(_scene, grey => (float)grey));
        background.Observe(_scene);
        float[] before = background.Image.ToArray();
        background.Observe(Array.ConvertAll(_scene, grey => (byte)(grey / 3)));
        background.Observe(_scene);

        Assert.Equal(before, background.Image.ToArray());
    }

    private double Worst(byte[] frame, byte[] expected) => Distances(frame, expected).Max();

    private double[] Distances(byte[] frame, byte[] expected)
    {
        var background = new LitBackground(Array.ConvertAll(_scene, grey => (float)grey));
        background.Observe(frame);
        float[] lit = background.Image.ToArray();
        return [.. expected.Select((grey, i) => (double)Math.Abs(grey - lit[i]))];
    }
}
