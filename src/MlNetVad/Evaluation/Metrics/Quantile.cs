namespace MlNetVad.Evaluation.Metrics;

/// <summary>Quantiles, linear between the order statistics.</summary>
internal static class Quantile
{
    /// <summary>The quantile <paramref name="share"/> in [0, 1] of ascending values; NaN of none.</summary>
    public static double OfSorted(IReadOnlyList<double> ascending, double share)
    {
        if (ascending.Count == 0)
        {
            return double.NaN;
        }

        double position = share * (ascending.Count - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, ascending.Count - 1);
        return ascending[below] + ((position - below) * (ascending[above] - ascending[below]));
    }
}
