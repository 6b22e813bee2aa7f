using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class FlowDescriptorTests
{
    private const int Height = 60;
    private const int Width = 90;
    private static readonly PersonHeight ReferenceEverywhere = new(0f, 33f, 33f, 33f, 34f);

    [Fact]
    public void Share_BetweenFourBins_IsBilinear()
    {
        var histogram = new FlowHistogram(new MotionOptions());
        float direction = histogram.Direction(MathF.Cos(MathF.PI / 8), MathF.Sin(MathF.PI / 8));
        BinShares shares = histogram.Share(1.25f, direction);

        Assert.Equal([9, 10, 17, 18], new[] { shares.Bin0, shares.Bin1, shares.Bin2, shares.Bin3 }.Select(bin => (int)bin));
        Assert.All(new[] { shares.Share0, shares.Share1, shares.Share2, shares.Share3 }, share => Assert.Equal(0.25f, share, 1e-4f));
    }

    [Theory]
    [InlineData(0f, 0f, 0, 1f)]
    [InlineData(0.5f, 0f, 1, 1f)]
    [InlineData(0f, 1f, 9 + 2, 1f)]
    [InlineData(-5f, 0f, 57 + 4, 1f)]
    [InlineData(0f, -80f, 57 + 6, 1f)]
    public void Share_AtABinCentre_IsWhole(float u, float v, int bin, float expected)
    {
        var histogram = new FlowHistogram(new MotionOptions());
        BinShares shares = histogram.Share(MathF.Sqrt((u * u) + (v * v)), histogram.Direction(u, v));
        var bins = new float[65];
        bins[shares.Bin0] += shares.Share0;
        bins[shares.Bin1] += shares.Share1;
        bins[shares.Bin2] += shares.Share2;
        bins[shares.Bin3] += shares.Share3;

        Assert.Equal(expected, bins[bin], 1e-4f);
        Assert.Equal(1f, bins.Sum(), 1e-5f);
    }

    [Theory]
    [InlineData(0, 0, 90, 60)]
    [InlineData(11, 7, 20, 31)]
    [InlineData(12, 9, 21, 30)]
    [InlineData(31, 20, 1, 1)]
    [InlineData(-8, -5, 30, 40)]
    [InlineData(70, 40, 50, 50)]
    [InlineData(200, 10, 5, 5)]
    [InlineData(-50, 10, 5, 5)]
    public void Accumulate_AnyBox_CountsItsForegroundPixelsOnce(int x, int y, int width, int height)
    {
        var random = new Random(3);
        byte[] mask = [.. Enumerable.Range(0, Height * Width).Select(_ => (byte)random.Next(2))];
        var flow = new FlowField(Height, Width);
        for (int i = 0; i < flow.U.Length; i++)
        {
            flow.U[i] = (float)((random.NextDouble() * 12) - 6);
            flow.V[i] = (float)((random.NextDouble() * 12) - 6);
        }

        BinnedFlow binned = Binned(mask, flow);
        var histograms = new float[195];
        FlowSum sum = binned.Accumulate(new PixelBox(x, y, width, height), histograms);

        (int pixels, double u, double v) = Direct(mask, flow, x, y, width, height);
        Assert.Equal(pixels, sum.Pixels);
        Assert.Equal(u, sum.U, 0.01);
        Assert.Equal(v, sum.V, 0.01);
        Assert.Equal(pixels, histograms.Sum(), 0.01);
        FlowSum alone = binned.Sum(new PixelBox(x, y, width, height));
        Assert.Equal(sum.Pixels, alone.Pixels);
        Assert.Equal(sum.U, alone.U, 0.01f);
    }

    [Fact]
    public void Accumulate_FlowInTheMiddleBand_FillsItsHistogramOnly()
    {
        byte[] mask = Pictures.BoxMask(Height, Width, 30, 25, 9, 10);
        var histograms = new float[195];
        Binned(mask, Pictures.UniformFlow(Height, Width, 2, 0)).Accumulate(new PixelBox(30, 15, 9, 30), histograms);

        Assert.Equal(0f, histograms[..65].Sum());
        Assert.Equal(90f, histograms[65 + 1 + (3 * 8)], 1e-3f);
        Assert.Equal(0f, histograms[130..].Sum());
    }

    [Fact]
    public void Load_TallerExpectedHeight_ShrinksVelocity()
    {
        var histograms = new float[195];
        BinnedFlow binned = Binned(
            Pictures.BoxMask(Height, Width, 30, 25, 9, 9), Pictures.UniformFlow(Height, Width, 2, 0), new PersonHeight(0f, 66f, 66f, 66f, 66f));
        FlowSum sum = binned.Accumulate(new PixelBox(30, 25, 9, 9), histograms);

        Assert.Equal(2f, sum.MeanSpeed, 1e-4f);
        Assert.Equal(81f, histograms[1 + 8] + histograms[65 + 1 + 8] + histograms[130 + 1 + 8], 1e-2f);
    }

    [Fact]
    public void Follow_MovingBlock_StaysOnIt()
    {
        // the block moves by (3, −1.5) a frame; a box that stayed would lose it
        BinnedFlow[] flows = [.. Enumerable.Range(0, 9).Select(i => Binned(
            Pictures.BoxMask(Height, Width, 20 + (3 * i), 25 - (int)Math.Round(1.5 * i), 8, 12), Pictures.UniformFlow(Height, Width, 3, -1.5f)))];
        var histograms = new float[195];
        FlowSum sum = ObjectTube.Follow(flows, 4, 32, 19, 8, 12, 8, histograms);

        Assert.InRange(sum.Pixels, (9 * 96) - 32, 9 * 96);
        Assert.Equal(MathF.Sqrt(9 + 2.25f), sum.MeanSpeed, 1e-3f);
        Assert.Equal(sum.Pixels, histograms.Sum(), 0.05f);
    }

    [Fact]
    public void Follow_TargetIsTheLastFrame_LooksBackOnly()
    {
        BinnedFlow[] flows = [.. Enumerable.Range(0, 4).Select(i => Binned(
            Pictures.BoxMask(Height, Width, 20 + (3 * i), 25, 9, 12), Pictures.UniformFlow(Height, Width, 3, 0)))];
        FlowSum sum = ObjectTube.Follow(flows, 4, 32, 25, 9, 12, 8, new float[195]);

        Assert.Equal(4 * 108, sum.Pixels);
        Assert.Equal(3f, sum.MeanSpeed, 1e-4f);
    }

    [Fact]
    public void Follow_ForegroundVanishes_EndsTheTube()
    {
        byte[] block = Pictures.BoxMask(Height, Width, 30, 25, 9, 12);
        FlowField still = Pictures.UniformFlow(Height, Width, 0, 0);
        BinnedFlow[] flows = [Binned(block, still), Binned(new byte[Height * Width], still), Binned(block, still), Binned(new byte[Height * Width], still), Binned(block, still)];

        Assert.Equal(108, ObjectTube.Follow(flows, 2, 30, 25, 9, 12, 8, new float[195]).Pixels);
    }

    [Fact]
    public void Normalise_Counts_HaveLengthOneAndRootRatios()
    {
        float[] histogram = [1, 4, 0, 16];
        FlowHistogram.Normalise(histogram);

        Assert.Equal(1f, histogram.Sum(value => value * value), 1e-5f);
        Assert.Equal(4 * histogram[0], histogram[3], 1e-5f);
        float[] empty = new float[4];
        FlowHistogram.Normalise(empty);
        Assert.Equal(new float[4], empty);
    }

    private static BinnedFlow Binned(byte[] mask, FlowField flow, PersonHeight? heightLine = null)
    {
        var binned = new BinnedFlow(new MotionOptions(), heightLine ?? ReferenceEverywhere, Height, Width);
        binned.Load(mask, flow);
        return binned;
    }

    private static (int Pixels, double U, double V) Direct(byte[] mask, FlowField flow, int left, int top, int width, int height)
    {
        (int pixels, double u, double v) = (0, 0, 0);
        for (int y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
            {
                if (mask[(y * Width) + x] != 0)
                {
                    int cell = (y / 3 * flow.Columns) + (x / 3);
                    (pixels, u, v) = (pixels + 1, u + flow.U[cell], v + flow.V[cell]);
                }
            }
        }

        return (pixels, u, v);
    }
}
