using System.Runtime.InteropServices;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Pretrained.Networks;

/// <summary>
/// What is taken off a picture before ResNet18 sees it: the mean of ImageNet's pictures, planes blue, green, red, as the package's
/// preparing network holds it; for pictures of another size it is stretched (bilinear, pixel centres at halves).
/// </summary>
internal static class MeanPicture
{
    private const int Graph = 7, Initializer = 5, Floats = 4;
    private const int Side = 224;

    /// <summary>The mean picture of a size.</summary>
    /// <param name="file">The preparing network: its only weights are the picture.</param>
    /// <param name="size">3 planes, any height and width.</param>
    /// <returns>[3, h, w], about 70 … 130.</returns>
    /// <exception cref="VadException">The file holds no such picture.</exception>
    public static float[] Read(ModelFile file, PictureSize size)
    {
        try
        {
            WireField graph = WireField.Read(file.Read()).First(f => f.Number == Graph);
            WireField picture = WireField.Read(graph.Body).First(f => f.Number == Initializer);
            WireField values = WireField.Read(picture.Body).First(f => f.Number == Floats);
            ReadOnlySpan<float> mean = MemoryMarshal.Cast<byte, float>(values.Body.Span);
            return mean.Length == size.Channels * Side * Side ? Stretch(mean, size) : throw new FormatException("its picture has another size");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            throw new VadException($"'{file.Name}' holds no mean picture of 3 x {Side} x {Side}: {e.Message}; bring the package's own file back.", e);
        }
    }

    private static float[] Stretch(ReadOnlySpan<float> mean, PictureSize size)
    {
        var stretched = new float[size.Elements];
        for (int i = 0; i < stretched.Length; i++)
        {
            int plane = i / (size.Height * size.Width), y = i / size.Width % size.Height, x = i % size.Width;
            (int top, int bottom, float down) = Neighbours(y, size.Height);
            (int left, int right, float across) = Neighbours(x, size.Width);
            ReadOnlySpan<float> source = mean.Slice(plane * Side * Side, Side * Side);
            float above = Blend(source[(top * Side) + left], source[(top * Side) + right], across);
            float below = Blend(source[(bottom * Side) + left], source[(bottom * Side) + right], across);
            stretched[i] = Blend(above, below, down);
        }

        return stretched;
    }

    private static float Blend(float near, float far, float share) => near + ((far - near) * share);

    private static (int Near, int Far, float Share) Neighbours(int target, int targets)
    {
        double at = Math.Clamp(((target + 0.5) * Side / targets) - 0.5, 0, Side - 1);
        int near = (int)at;
        return (near, Math.Min(near + 1, Side - 1), (float)(at - near));
    }
}
