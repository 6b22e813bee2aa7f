using MlNetVad.Transforms.Background;

namespace MlNetVad.Video;

/// <summary>Where a short clip moves: for clips that have no normal life from which to learn a background.</summary>
internal static class MovingRegion
{
    // a normal distribution's deviation is 1.48 median deviations; six of them are no noise
    private const double Noise = 6 * 1.48;

    // what moves apart from the rest is left out; room around what is left
    private const double Tail = 0.01, Margin = 0.1;

    /// <summary>
    /// The box of what, in the middle frame, is not as it mostly is in the clip: a figure that goes its way, or the limbs of one that stays; the
    /// whole picture where nothing moves.
    /// </summary>
    /// <param name="clip">[n, H, W, C].</param>
    /// <param name="frames">n.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>x, y, width, height, 1, 0.</returns>
    public static float[] Find(ReadOnlySpan<byte> clip, int frames, int height, int width)
    {
        byte[] difference = Difference(clip, frames, height * width);
        double threshold = Threshold(difference);
        long[] columns = new long[width], rows = new long[height];
        for (int i = 0; i < difference.Length; i++)
        {
            if (difference[i] > threshold)
            {
                columns[i % width]++;
                rows[i / width]++;
            }
        }

        (double left, double right) = Extent(columns);
        (double top, double bottom) = Extent(rows);
        return [(float)left, (float)top, (float)(right - left), (float)(bottom - top), 1, 0];
    }

    // of the middle frame from each pixel's median
    private static byte[] Difference(ReadOnlySpan<byte> clip, int frames, int pixels)
    {
        int channels = clip.Length / frames / pixels;
        byte[] grey = new byte[frames * pixels], difference = new byte[pixels];
        for (int f = 0; f < frames; f++)
        {
            Luma.ToGrey(clip.Slice(f * pixels * channels, pixels * channels), channels, grey.AsSpan(f * pixels, pixels));
        }

        Span<byte> values = stackalloc byte[frames];
        for (int i = 0; i < pixels; i++)
        {
            for (int f = 0; f < frames; f++)
            {
                values[f] = grey[(f * pixels) + i];
            }

            byte now = values[frames / 2];
            values.Sort();
            difference[i] = (byte)Math.Abs(now - values[frames / 2]);
        }

        return difference;
    }

    private static double Threshold(byte[] difference)
    {
        byte[] sorted = [.. difference];
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        double[] deviations = Array.ConvertAll(sorted, v => Math.Abs(v - median));
        Array.Sort(deviations);
        return median + (Noise * Math.Max(1, deviations[deviations.Length / 2]));
    }

    private static (double First, double End) Extent(long[] counts)
    {
        long total = counts.Sum(), below = 0;
        if (total == 0)
        {
            return (0, counts.Length);
        }

        (int first, int last) = (-1, counts.Length - 1);
        for (int i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            if (first < 0 && below > Tail * total)
            {
                first = i;
            }

            if (below >= (1 - Tail) * total)
            {
                last = i;
                break;
            }
        }

        double room = Margin * (last + 1 - first);
        return (Math.Max(0, first - room), Math.Min(counts.Length, last + 1 + room));
    }
}
