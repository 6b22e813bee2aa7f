namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// AUC over the pairs of an anomalous and a normal frame of the same video, pooled over the videos. Micro AUC mixes
/// these with pairs across videos, which a score of the scene alone can order; this one it cannot.
/// </summary>
/// <param name="Value">Share of the pairs in the right order, a tie one half; NaN without such pairs.</param>
/// <param name="Pairs">Number of pairs.</param>
internal readonly record struct WithinVideoAuc(double Value, double Pairs)
{
    public static WithinVideoAuc Compute(IReadOnlyList<VideoScores> videos)
    {
        double ordered = 0, pairs = 0;
        foreach (VideoScores video in videos)
        {
            LabeledScores frames = LabeledScores.Sort(video.Scores, video.Labels);
            ordered += RocAuc.OrderedPairs(frames);
            pairs += (double)frames.Positives * frames.Negatives;
        }

        return new WithinVideoAuc(pairs > 0 ? ordered / pairs : double.NaN, pairs);
    }
}
