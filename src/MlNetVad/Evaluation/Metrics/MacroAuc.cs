namespace MlNetVad.Evaluation.Metrics;

/// <summary>Mean of the videos' own AUCs, over the videos that hold both classes; the others have none.</summary>
/// <param name="Value">The mean; NaN where no video holds both classes.</param>
/// <param name="Videos">Number of videos in the mean.</param>
/// <param name="Padded">
/// The figure of the published code that pads every video with one normal frame below every score and one anomalous
/// frame above: over all videos, and flattering. NaN where no frame is labelled.
/// </param>
internal readonly record struct MacroAuc(double Value, int Videos, double Padded)
{
    public static MacroAuc Compute(IReadOnlyList<VideoScores> videos)
    {
        double sum = 0, padded = 0;
        int defined = 0, labelled = 0;
        foreach (VideoScores video in videos)
        {
            LabeledScores frames = LabeledScores.Sort(video.Scores, video.Labels);
            if (frames.Scores.Length == 0)
            {
                continue;
            }

            labelled++;
            padded += PaddedAuc(frames);
            if (frames.HasBothClasses)
            {
                defined++;
                sum += RocAuc.Compute(frames);
            }
        }

        return new MacroAuc(
            defined > 0 ? sum / defined : double.NaN,
            defined,
            labelled > 0 ? padded / labelled : double.NaN);
    }

    /// <summary>The added normal frame loses to every anomalous one, the added anomalous frame beats every normal one.</summary>
    private static double PaddedAuc(LabeledScores frames)
    {
        double ordered = RocAuc.OrderedPairs(frames) + frames.Positives + frames.Negatives + 1;
        return ordered / ((double)(frames.Positives + 1) * (frames.Negatives + 1));
    }
}
