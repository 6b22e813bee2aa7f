namespace MlNetVad.Scoring;

/// <summary>
/// Quantiles of a stream of numbers in bounded memory: exact while there are at most <see cref="Capacity"/> of them
/// (4 MB), of a uniform sample of that many afterwards (a standard error below 0.0005 in rank).
/// </summary>
internal sealed class QuantileSample(int capacity = QuantileSample.Capacity)
{
    /// <summary>Numbers held at most.</summary>
    public const int Capacity = 1 << 20;

    private readonly List<float> _values = [];
    private readonly Random _rand = new(Capacity);   // one fixed sequence: the same stream gives the same sample
    private double[]? _sorted;

    /// <summary>Numbers seen.</summary>
    public long Seen { get; private set; }

    public void Add(float value)
    {
        _sorted = null;
        Seen++;
        if (_values.Count < capacity)
        {
            _values.Add(value);
            return;
        }

        long slot = _rand.NextInt64(Seen);
        if (slot < capacity)
        {
            _values[(int)slot] = value;
        }
    }

    /// <summary>The quantile <paramref name="share"/> in [0, 1], linear between the order statistics; NaN of none.</summary>
    public double Quantile(double share)
    {
        if (_sorted is null)
        {
            _sorted = _values.ConvertAll(v => (double)v).ToArray();
            Array.Sort(_sorted);
        }

        return Evaluation.Metrics.Quantile.OfSorted(_sorted, share);
    }
}

/// <summary>The distance between two quantiles as a unit of scores.</summary>
internal static class ScoreScale
{
    /// <summary>
    /// <paramref name="upper"/> − <paramref name="median"/>, and at least a millionth of the median (of 1, where the
    /// median is smaller): where normal data do not vary, whatever exceeds them is far out.
    /// </summary>
    public static double Between(double median, double upper) =>
        Math.Max(upper - median, 1e-6 * Math.Max(1, Math.Abs(median)));
}
