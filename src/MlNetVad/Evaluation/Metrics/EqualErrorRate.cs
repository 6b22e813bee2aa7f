namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// Equal error rate: where the false positive rate meets the miss rate on the ROC curve, linear between its points
/// (tied frames are one step).
/// </summary>
public static class EqualErrorRate
{
    /// <summary>The equal error rate of one set of frames; parameters as in <see cref="RocAuc"/>.</summary>
    /// <param name="scores">Numbers, infinities allowed, NaN not.</param>
    /// <param name="labels">0 normal, 1 anomalous, NaN unknown (left out); as many as scores.</param>
    /// <returns>In [0, 1]; NaN, meaning undefined, where only one class is present.</returns>
    public static double Compute(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels) =>
        Compute(LabeledScores.Sort(scores, labels));

    internal static double Compute(LabeledScores frames)
    {
        if (!frames.HasBothClasses)
        {
            return double.NaN;
        }

        double falseRate = 0, missRate = 1;
        long hits = 0, alarms = 0;
        for (int end = frames.Scores.Length; end > 0;)
        {
            (int start, long positives, long negatives) = frames.TieBefore(end);
            hits += positives;
            alarms += negatives;
            double nextFalse = (double)alarms / frames.Negatives;
            double nextMiss = 1 - ((double)hits / frames.Positives);
            if (nextFalse >= nextMiss)
            {
                double gap = missRate - falseRate;
                double share = gap / (gap + nextFalse - nextMiss);
                return falseRate + (share * (nextFalse - falseRate));
            }

            (falseRate, missRate, end) = (nextFalse, nextMiss, start);
        }

        return falseRate;
    }
}
