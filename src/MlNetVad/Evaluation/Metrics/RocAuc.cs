namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// Area under the receiver operating characteristic, as the Mann-Whitney statistic: the share of (anomalous, normal)
/// pairs that the score puts in the right order, a tie counting one half. O(n log n).
/// </summary>
public static class RocAuc
{
    /// <summary>The AUC of one set of frames; higher scores mean more anomalous.</summary>
    /// <param name="scores">Numbers, infinities allowed, NaN not.</param>
    /// <param name="labels">0 normal, 1 anomalous, NaN unknown (left out); as many as scores.</param>
    /// <returns>In [0, 1]; NaN, meaning undefined, where only one class is present.</returns>
    public static double Compute(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels) =>
        Compute(LabeledScores.Sort(scores, labels));

    internal static double Compute(LabeledScores frames) =>
        frames.HasBothClasses ? OrderedPairs(frames) / ((double)frames.Positives * frames.Negatives) : double.NaN;

    /// <summary>Pairs in the right order, ties one half; exact, for it is a multiple of one half.</summary>
    internal static double OrderedPairs(LabeledScores frames)
    {
        Int128 twice = 0;
        long below = 0;
        for (int i = 0; i < frames.Scores.Length;)
        {
            (int end, long positives, long negatives) = frames.TieFrom(i);
            twice += (Int128)positives * ((2 * below) + negatives);
            below += negatives;
            i = end;
        }

        return (double)twice / 2;
    }
}
