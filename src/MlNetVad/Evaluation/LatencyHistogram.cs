namespace MlNetVad.Evaluation;

/// <summary>
/// Quantiles of durations that never end, in a fixed few kilobytes: classes sixteen to a doubling from a microsecond on, so a quantile is exact to
/// about 2 %.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int PerDoubling = 16, Doublings = 32;
    private const double SmallestMilliseconds = 1e-3;

    private readonly long[] _counts = new long[PerDoubling * Doublings];
    private long _total;

    /// <summary>Counts one duration.</summary>
    public void Add(double milliseconds)
    {
        double index = Math.Log2(Math.Max(milliseconds, SmallestMilliseconds) / SmallestMilliseconds) * PerDoubling;
        _counts[Math.Min((int)index, _counts.Length - 1)]++;
        _total++;
    }

    /// <summary>The duration that a share of all do not exceed: the middle of its class; NaN where there is none.</summary>
    public double Quantile(double share)
    {
        long before = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            before += _counts[i];
            if (before > 0 && before >= share * _total)
            {
                return SmallestMilliseconds * Math.Pow(2, (i + 0.5) / PerDoubling);
            }
        }

        return double.NaN;
    }
}

/// <summary>How long a stage of a frame's way from file to score takes, in milliseconds.</summary>
/// <param name="P50Ms">Half of the frames take no longer.</param>
/// <param name="P95Ms">19 of 20 take no longer.</param>
public sealed record StageLatency(double P50Ms, double P95Ms);
