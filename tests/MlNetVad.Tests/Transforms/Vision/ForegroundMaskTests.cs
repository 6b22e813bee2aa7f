using MlNetVad.Transforms.Background;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class ForegroundMaskTests
{
    [Theory]
    [InlineData(37, 53, 1f)]
    [InlineData(16, 96, 1f)]
    [InlineData(5, 7, 1f)]
    [InlineData(2, 3, 1f)]
    [InlineData(1, 1, 1f)]
    [InlineData(20, 40, 2.5f)]
    [InlineData(20, 40, 0f)]
    public void Compute_AnySize_EqualsDirectConvolution(int height, int width, float sigma)
    {
        byte[] frame = Pictures.Texture(height, width, 0, 0);
        float[] background = [.. Pictures.Texture(height, width, 1.3, 0.6).Select(grey => (float)grey)];
        var mask = new byte[frame.Length];
        new ForegroundMask(height, width, 12f, sigma).Compute(frame, background, mask);

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double blurred = Blurred(frame, background, height, width, y, x, sigma);
                if (Math.Abs(blurred - 12) > 0.001)
                {
                    Assert.Equal(blurred > 12 ? 1 : 0, mask[(y * width) + x]);
                }
            }
        }
    }

    private static double Blurred(byte[] frame, float[] background, int height, int width, int y, int x, float sigma)
    {
        int radius = sigma > 0 ? Math.Min((int)MathF.Round(4 * sigma), Math.Min(height, width) - 1) : 0;
        (double sum, double weights) = (0, 0);
        for (int dy = -radius; dy <= radius; dy++)
        {
            for (int dx = -radius; dx <= radius; dx++)
            {
                int at = (Mirror(y + dy, height) * width) + Mirror(x + dx, width);
                double weight = radius > 0 ? Math.Exp(-0.5 * ((dx * dx) + (dy * dy)) / ((double)sigma * sigma)) : 1;
                sum += weight * Math.Abs(frame[at] - background[at]);
                weights += weight;
            }
        }

        return sum / weights;
    }

    private static int Mirror(int i, int length) => i < 0 ? -i : i >= length ? (2 * (length - 1)) - i : i;
}
