using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// The bins of oriented flow: a zero bin, then magnitudes × orientations, bilinear in both; the magnitude is clamped to the
/// largest centre (object-features recipe, step 6). Orientation bin 0 points right, then clockwise on the screen.
/// </summary>
internal sealed class FlowHistogram
{
    private readonly float[] _magnitudes;
    private readonly int _orientations;

    /// <summary>Bins as the options say.</summary>
    public FlowHistogram(MotionOptions options)
    {
        _magnitudes = [0f, .. options.Magnitudes];
        _orientations = options.Orientations;
    }

    /// <summary>The position of a direction between orientation bins, 0..orientations.</summary>
    public float Direction(float u, float v)
    {
        float angle = MathF.Atan2(v, u);
        return (angle < 0 ? angle + (2 * MathF.PI) : angle) * (_orientations / (2 * MathF.PI));
    }

    /// <summary>The four bins that share a velocity, and their shares; these sum to 1.</summary>
    /// <param name="magnitude">Pixels a frame at the reference height.</param>
    /// <param name="direction">From <see cref="Direction"/>.</param>
    public BinShares Share(float magnitude, float direction)
    {
        magnitude = Math.Min(magnitude, _magnitudes[^1]);
        int ring = 1;
        while (ring < _magnitudes.Length - 1 && magnitude > _magnitudes[ring])
        {
            ring++;
        }

        float outer = (magnitude - _magnitudes[ring - 1]) / (_magnitudes[ring] - _magnitudes[ring - 1]);
        int floor = (int)direction;
        float share = direction - floor;
        int first = floor % _orientations;
        int second = (first + 1) % _orientations;
        int outerRing = 1 + ((ring - 1) * _orientations);
        int innerRing = outerRing - _orientations;
        return ring == 1
            ? new BinShares(0, 0, (ushort)(outerRing + first), (ushort)(outerRing + second), 1 - outer, 0, outer * (1 - share), outer * share)
            : new BinShares(
                (ushort)(innerRing + first),
                (ushort)(innerRing + second),
                (ushort)(outerRing + first),
                (ushort)(outerRing + second),
                (1 - outer) * (1 - share),
                (1 - outer) * share,
                outer * (1 - share),
                outer * share);
    }

    /// <summary>Turns counts into a descriptor: square root, then length 1 (the cosine is then the Bhattacharyya coefficient). Zeros stay zeros.</summary>
    public static void Normalise(Span<float> histogram)
    {
        float sum = OrderedSums.Sum(histogram);

        // the squares of the roots sum to the counts
        float scale = sum > 0 ? 1f / MathF.Sqrt(sum) : 0f;
        TensorPrimitives.Sqrt(histogram, histogram);
        TensorPrimitives.Multiply(histogram, scale, histogram);
    }

    /// <summary>The share of a normalised descriptor that moves, 0 … 1.</summary>
    /// <param name="descriptor">All bands.</param>
    /// <param name="options">Its layout.</param>
    public static float MovingShare(ReadOnlySpan<float> descriptor, MotionOptions options)
    {
        float moving = 0;
        for (int i = 0; i < descriptor.Length; i++)
        {
            moving += i % options.BinsPerBand == 0 ? 0 : descriptor[i] * descriptor[i];
        }

        return moving;
    }

    /// <summary>Makes all that moves in a normalised descriptor faster.</summary>
    /// <param name="descriptor">All bands; where it is not all zeros, of length 1 afterwards.</param>
    /// <param name="times">How many times as fast.</param>
    public void SpeedUp(Span<float> descriptor, float times)
    {
        int band = 1 + ((_magnitudes.Length - 1) * _orientations);
        float[] faster = new float[descriptor.Length];
        for (int i = 0; i < descriptor.Length; i++)
        {
            int bin = i % band, start = i - bin, ring = (bin + _orientations - 1) / _orientations;
            BinShares to = Share(times * _magnitudes[ring], bin > 0 ? (bin - 1) % _orientations : 0);
            float mass = descriptor[i] * descriptor[i];
            faster[start + to.Bin0] += mass * to.Share0;
            faster[start + to.Bin1] += mass * to.Share1;
            faster[start + to.Bin2] += mass * to.Share2;
            faster[start + to.Bin3] += mass * to.Share3;
        }

        Normalise(faster);
        faster.CopyTo(descriptor);
    }

    /// <summary>Turns all that moves in a descriptor by a quarter of a full turn.</summary>
    /// <param name="descriptor">All bands.</param>
    /// <param name="options">Its layout.</param>
    public static void TurnQuarter(Span<float> descriptor, MotionOptions options)
    {
        int quarter = (options.Orientations + 2) / 4;
        float[] before = descriptor.ToArray();
        for (int i = 0; i < before.Length; i++)
        {
            int bin = i % options.BinsPerBand;
            if (bin > 0)
            {
                int direction = (bin - 1) % options.Orientations;
                descriptor[i - direction + ((direction + quarter) % options.Orientations)] = before[i];
            }
        }
    }
}

/// <summary>Four bins of a histogram and the shares a velocity adds to them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BinShares(
    ushort Bin0, ushort Bin1, ushort Bin2, ushort Bin3, float Share0, float Share1, float Share2, float Share3);
