namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// Average precision: Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct scores from the highest down, tied frames entering together,
/// without interpolation. Its chance level is the anomalous share, so it does not compare across datasets.
/// </summary>
public static class AveragePrecision
{
    /// <summary>The average precision of one set of frames; parameters as in <see cref="RocAuc"/>.</summary>
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

        double sum = 0;
        long found = 0;
        for (int end = frames.Scores.Length; end > 0;)
        {
            (int start, long positives, _) = frames.TieBefore(end);
            found += positives;
            sum += positives * ((double)found / (frames.Scores.Length - start));
            end = start;
        }

        return sum / frames.Positives;
    }
}
