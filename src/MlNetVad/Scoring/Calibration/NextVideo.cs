using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// What a high quantile of the next video's normal scores will not exceed, nine times in ten: an upper prediction bound
/// (mean + t · sd · √(1 + 1/n), Student's t) of that quantile over the videos seen (<see cref="ScoreGroups"/>).
/// </summary>
internal static class NextVideo
{
    private const double Normal90 = 1.2816;   // one-sided 90 % of the normal distribution

    /// <summary>The bound, or negative infinity where there is nothing to compare.</summary>
    public static double Bound(IDataView scored, InputColumn group, InputColumn score, double quantile)
    {
        float[][] groups = ScoreGroups.Read(scored, group, score);
        if (groups.Length < 2)
        {
            return double.NegativeInfinity;
        }

        double[] high = [.. groups.Select(g => Evaluation.Metrics.Quantile.OfSorted([.. g.Order().Select(s => (double)s)], quantile))];
        int n = high.Length;
        double mean = high.Average();
        double deviation = Math.Sqrt(high.Sum(h => (h - mean) * (h - mean)) / (n - 1));
        return mean + (Student(n - 1) * deviation * Math.Sqrt(1 + (1.0 / n)));
    }

    // Cornish-Fisher's first two terms (Abramowitz and Stegun 26.7.5)
    private static double Student(int freedom)
    {
        double z = Normal90, z3 = z * z * z, z5 = z3 * z * z;
        return z + ((z3 + z) / (4 * freedom)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96.0 * freedom * freedom));
    }
}
