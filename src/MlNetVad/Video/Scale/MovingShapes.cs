using MlNetVad.Transforms;

namespace MlNetVad.Video.Scale;

/// <summary>What of a mask of changed pixels can be one whole thing.</summary>
internal sealed class MovingShapes(int height, int width)
{
    private const double VerticalGap = 0.03, HorizontalGap = 0.01;
    private const double LeastHeight = 0.02, MostHeight = 0.9, MostAspect = 3, LeastFill = 0.25, MostRatio = 1.35;
    private const int LeastPixels = 5;

    /// <summary>Fills short gaps within columns, then within rows: a plain shirt between head and legs does not change.</summary>
    public void Close(Span<byte> mask)
    {
        int tall = Math.Max(2, (int)(VerticalGap * height)), wide = Math.Max(1, (int)(HorizontalGap * width));
        for (int x = 0; x < width; x++)
        {
            Fill(mask, x, width, height, tall);
        }

        for (int y = 0; y < height; y++)
        {
            Fill(mask, y * width, 1, width, wide);
        }
    }

    /// <summary>Those that are neither speckle nor cut off by the picture's border, nor wide like a shadow or a waving branch.</summary>
    public List<Component> Things(List<Component> components) => [.. components.Where(c =>
        c.X > 0 && c.Y > 0 && c.X + c.Width < width && c.Bottom < height
        && c.Height >= Math.Max(LeastPixels, LeastHeight * height) && c.Height <= MostHeight * height
        && c.Width <= MostAspect * c.Height && c.Area >= LeastFill * c.Width * c.Height)];

    /// <summary>Whether two shapes a moment apart can be one thing: they overlap and are about as tall.</summary>
    public static bool AreOne(in Component a, in Component b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Bottom && b.Y < a.Bottom
        && Math.Max(a.Height, b.Height) <= MostRatio * Math.Min(a.Height, b.Height);

    private static void Fill(Span<byte> mask, int start, int stride, int count, int most)
    {
        int last = int.MinValue / 2;
        for (int i = 0, at = start; i < count; i++, at += stride)
        {
            if (mask[at] == 0)
            {
                continue;
            }

            if (i - last <= most + 1)
            {
                for (int gap = last + 1; gap < i; gap++)
                {
                    mask[start + (gap * stride)] = 1;
                }
            }

            last = i;
        }
    }
}
