namespace MlNetVad.Transforms.Pictures;

/// <summary>
/// Bicubic weights (a = −0.5) from one line of pixels to another: where a line shrinks, the kernel is stretched by the
/// scale, so that every source pixel counts.
/// </summary>
internal sealed class ResampleWeights
{
    private const double Support = 2;
    private readonly int[] _starts;
    private readonly float[][] _weights;

    public ResampleWeights(int from, int to)
    {
        _starts = new int[to];
        _weights = new float[to][];
        double scale = (double)from / to;
        double stretch = Math.Max(1, scale);
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale;
            int start = Math.Max(0, (int)(center - (Support * stretch) + 0.5));
            int end = Math.Min(from, (int)(center + (Support * stretch) + 0.5));
            double[] weights = [.. Enumerable.Range(start, end - start).Select(x => Cubic((x + 0.5 - center) / stretch))];
            double sum = weights.Sum();
            _starts[i] = start;
            _weights[i] = [.. weights.Select(w => (float)(w / sum))];
        }
    }

    /// <summary>The first source pixel of a target pixel.</summary>
    public int Start(int i) => _starts[i];

    /// <summary>The weights of the source pixels from <see cref="Start"/> on; their sum is 1.</summary>
    public ReadOnlySpan<float> this[int i] => _weights[i];

    private static double Cubic(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((((a + 2) * x) - (a + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * a,
            _ => 0,
        };
    }
}
