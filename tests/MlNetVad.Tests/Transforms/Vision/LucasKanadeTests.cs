using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class LucasKanadeTests
{
    private const int Height = 100;
    private const int Width = 140;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, -0.3)]
    [InlineData(1.25, 0.5)]
    [InlineData(-3.7, 2.2)]
    [InlineData(6.5, -4.25)]
    public void Track_ShiftedTexture_FindsTheShift(double x, double y)
    {
        FlowField flow = Track(Pictures.Texture(Height, Width, 0, 0), Pictures.Texture(Height, Width, x, y), new MotionOptions());

        foreach (int cell in Inner(flow))
        {
            Assert.Equal(x, flow.U[cell], 0.05);
            Assert.Equal(y, flow.V[cell], 0.05);
        }
    }

    [Fact]
    public void Track_FlatPicture_IsZero()
    {
        byte[] flat = Enumerable.Repeat((byte)90, Height * Width).ToArray();
        FlowField flow = Track(flat, flat, new MotionOptions());

        Assert.All(flow.U.ToArray().Concat(flow.V.ToArray()), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Track_LongerThanTheLimit_IsZero()
    {
        FlowField flow = Track(
            Pictures.Texture(Height, Width, 0, 0), Pictures.Texture(Height, Width, 4, 0), new MotionOptions { MaximumFlow = 3 });

        Assert.All(Inner(flow), cell => Assert.Equal(0f, flow.U[cell]));
    }

    [Fact]
    public void Track_CellNotAsked_IsZero()
    {
        var options = new MotionOptions();
        var flow = new FlowField(Height, Width);
        flow.U.Fill(9);
        var cells = new byte[flow.Rows * flow.Columns];
        cells[(10 * flow.Columns) + 20] = 1;
        new LucasKanade(options).Track(Pyramid(Pictures.Texture(Height, Width, 0, 0), options), Pyramid(Pictures.Texture(Height, Width, 1, 0), options), cells, flow);

        Assert.Equal(1f, flow.U[(10 * flow.Columns) + 20], 0.05f);
        Assert.Single(flow.U.ToArray(), value => value != 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Track_SeveralThreads_GivesTheSameBits(int threads)
    {
        byte[] first = Pictures.Texture(Height, Width, 0, 0);
        byte[] second = Pictures.Texture(Height, Width, 2.3, -1.1);
        FlowField alone = Track(first, second, new MotionOptions());
        FlowField shared = Track(first, second, new MotionOptions { Threads = threads });

        Assert.Equal(alone.U.ToArray(), shared.U.ToArray());
        Assert.Equal(alone.V.ToArray(), shared.V.ToArray());
    }

    [Theory]
    [InlineData(8, 9)]
    [InlineData(1, 1)]
    [InlineData(25, 12)]
    public void Track_PictureSmallerThanWindowsAndLevels_DoesNotFail(int height, int width)
    {
        var options = new MotionOptions();
        var flow = new FlowField(height, width);
        var cells = new byte[flow.Rows * flow.Columns];
        Array.Fill(cells, (byte)1);
        var first = new ImagePyramid(height, width, options.PyramidLevels, options.Window);
        var second = new ImagePyramid(height, width, options.PyramidLevels, options.Window);
        first.Load(Pictures.Texture(height, width, 0, 0));
        second.Load(Pictures.Texture(height, width, 0.5, 0));
        new LucasKanade(options).Track(first, second, cells, flow);

        Assert.All(flow.U.ToArray(), value => Assert.InRange(value, -15f, 15f));
    }

    [Fact]
    public void Load_Pyramid_HalvesAndKeepsGrey()
    {
        var options = new MotionOptions();
        ImagePyramid pyramid = Pyramid(Enumerable.Repeat((byte)77, Height * Width).ToArray(), options);

        Assert.Equal([(100, 140), (50, 70), (25, 35)], pyramid.Levels.ToArray().Select(level => (level.Height, level.Width)));
        Assert.All(pyramid.Levels.ToArray(), level => Assert.Equal(77f, level.Origin));
    }

    private static IEnumerable<int> Inner(FlowField flow) =>
        from row in Enumerable.Range(6, flow.Rows - 12)
        from column in Enumerable.Range(6, flow.Columns - 12)
        select (row * flow.Columns) + column;

    private static FlowField Track(byte[] first, byte[] second, MotionOptions options)
    {
        var flow = new FlowField(Height, Width);
        var cells = new byte[flow.Rows * flow.Columns];
        Array.Fill(cells, (byte)1);
        new LucasKanade(options).Track(Pyramid(first, options), Pyramid(second, options), cells, flow);
        return flow;
    }

    private static ImagePyramid Pyramid(byte[] grey, MotionOptions options)
    {
        var pyramid = new ImagePyramid(Height, Width, options.PyramidLevels, options.Window);
        pyramid.Load(grey);
        return pyramid;
    }
}
