using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// What a high quantile of the next video's normal scores will not exceed, nine times in ten: an upper prediction bound
/// (mean + t · sd · √(1 + 1/n), Student's t) of that quantile over the videos seen. A single video is cut into blocks of time.
/// </summary>
internal static class NextVideo
{
    private const int Blocks = 5;
    private const double Normal90 = 1.2816;   // one-sided 90 % of the normal distribution

    /// <summary>The bound, or negative infinity where there is nothing to compare.</summary>
    public static double Bound(IDataView scored, InputColumn group, InputColumn score, double quantile)
    {
        double[][] groups = Split(scored, group, score);
        if (groups.Length < 2)
        {
            return double.NegativeInfinity;
        }

        double[] high = [.. groups.Select(g => Evaluation.Metrics.Quantile.OfSorted([.. g.Order()], quantile))];
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

    private static double[][] Split(IDataView scored, InputColumn group, InputColumn score)
    {
        DataViewSchema.Column[] columns = [group.Find(scored.Schema), score.Find(scored.Schema)];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        ValueGetter<ReadOnlyMemory<char>> name = cursor.GetGetter<ReadOnlyMemory<char>>(columns[0]);
        ValueGetter<float> value = cursor.GetGetter<float>(columns[1]);
        var scores = new Dictionary<string, List<double>>();
        ReadOnlyMemory<char> video = default;
        float one = 0;
        while (cursor.MoveNext())
        {
            name(ref video);
            value(ref one);
            string key = video.ToString();
            if (!scores.TryGetValue(key, out List<double>? list))
            {
                scores.Add(key, list = []);
            }

            list.Add(one);
        }

        double[] first = scores.Count == 1 ? [.. scores.Values.Single()] : [];
        return scores.Count == 1
            ? [.. first.Chunk(Math.Max(1, (first.Length + Blocks - 1) / Blocks))]
            : [.. scores.Values.Select(list => list.ToArray())];
    }
}
