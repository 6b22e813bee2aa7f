using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Tests.Transforms.Vision;

/// <summary>Small synthetic pictures with known content and motion.</summary>
internal static class Pictures
{
    /// <summary>Waves of several lengths and directions, shifted by any part of a pixel.</summary>
    public static byte[] Texture(int height, int width, double shiftX, double shiftY)
    {
        var picture = new byte[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                picture[(y * width) + x] = TextureAt(x - shiftX, y - shiftY);
            }
        }

        return picture;
    }

    public static byte TextureAt(double x, double y)
    {
        double wave = (40 * Math.Sin((0.45 * x) + (0.11 * y))) + (40 * Math.Sin((0.47 * y) - (0.07 * x) + 1)) + (30 * Math.Sin((0.21 * x) - (0.23 * y) + 2));
        return (byte)Math.Round(128 + wave);
    }

    /// <summary>A textured rectangle in front of a black background; the texture moves with it.</summary>
    public static byte[] Rectangle(int height, int width, double left, double top, int rectangleWidth, int rectangleHeight)
    {
        var picture = new byte[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double insideX, double insideY) = (x - left, y - top);
                if (insideX >= 0 && insideY >= 0 && insideX < rectangleWidth && insideY < rectangleHeight)
                {
                    picture[(y * width) + x] = TextureAt(2 * insideX, 2 * insideY);
                }
            }
        }

        return picture;
    }

    /// <summary>A mask whose only set pixels are those of a box.</summary>
    public static byte[] BoxMask(int height, int width, int left, int top, int boxWidth, int boxHeight)
    {
        var mask = new byte[height * width];
        for (int y = top; y < top + boxHeight; y++)
        {
            mask.AsSpan((y * width) + left, boxWidth).Fill(1);
        }

        return mask;
    }

    /// <summary>A mask from rows of text: '#' is set.</summary>
    public static byte[] TextMask(params string[] rows) => [.. string.Concat(rows).Select(c => c == '#' ? (byte)1 : (byte)0)];

    /// <summary>A field with one flow everywhere.</summary>
    public static FlowField UniformFlow(int height, int width, float u, float v)
    {
        var flow = new FlowField(height, width);
        flow.U.Fill(u);
        flow.V.Fill(v);
        return flow;
    }

    /// <summary>A scene with a black background.</summary>
    public static ForegroundModel BlackScene(int height, int width, PersonHeight heightLine) =>
        new(new ForegroundOptions(), height, width, new float[height * width], heightLine);

    /// <summary>A mask made as the model says.</summary>
    public static byte[] Mask(ForegroundModel model, byte[] grey)
    {
        var mask = new byte[grey.Length];
        model.CreateMask().Compute(grey, model.Background, mask);
        return mask;
    }
}
