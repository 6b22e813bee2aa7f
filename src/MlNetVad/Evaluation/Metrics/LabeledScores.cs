namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// Scores in ascending order with the label of each, unknown labels (NaN) left out: what every ranking metric sweeps.
/// </summary>
internal sealed class LabeledScores
{
    private LabeledScores(float[] scores, byte[] anomalous, long positives)
    {
        Scores = scores;
        Anomalous = anomalous;
        Positives = positives;
    }

    /// <summary>Ascending.</summary>
    public float[] Scores { get; }

    /// <summary>1 where the frame of that rank is anomalous, else 0.</summary>
    public byte[] Anomalous { get; }

    public long Positives { get; }

    public long Negatives => Scores.Length - Positives;

    public bool HasBothClasses => Positives > 0 && Negatives > 0;

    /// <summary>The frames of all videos together.</summary>
    public static LabeledScores Sort(IReadOnlyList<VideoScores> videos)
    {
        int count = videos.Sum(video => Known(video.Labels)), at = 0;
        float[] known = new float[count];
        byte[] anomalous = new byte[count];
        foreach (VideoScores video in videos)
        {
            at += Take(video.Scores, video.Labels, known.AsSpan(at), anomalous.AsSpan(at));
        }

        return Sorted(known, anomalous);
    }

    /// <summary>The frames of one set.</summary>
    public static LabeledScores Sort(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels)
    {
        if (scores.Length != labels.Length)
        {
            throw new ArgumentException($"There are {labels.Length} labels for {scores.Length} scores.", nameof(labels));
        }

        int count = Known(labels);
        float[] known = new float[count];
        byte[] anomalous = new byte[count];
        Take(scores, labels, known, anomalous);
        return Sorted(known, anomalous);
    }

    private static LabeledScores Sorted(float[] known, byte[] anomalous)
    {
        long positives = anomalous.LongCount(label => label > 0);
        Array.Sort(known, anomalous);
        return new LabeledScores(known, anomalous, positives);
    }

    private static int Known(ReadOnlySpan<float> labels)
    {
        int count = 0;
        foreach (float label in labels)
        {
            count += float.IsNaN(label) ? 0 : 1;
        }

        return count;
    }

    private static int Take(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, Span<float> known, Span<byte> anomalous)
    {
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(labels[i]))
            {
                continue;
            }

            if (float.IsNaN(scores[i]))
            {
                throw new ArgumentException($"Score {i} is NaN; a ranking needs numbers.", nameof(scores));
            }

            known[count] = scores[i];
            anomalous[count++] = labels[i] > 0 ? (byte)1 : (byte)0;
        }

        return count;
    }

    /// <summary>The frames of equal score that begin at <paramref name="start"/>: where they end and how they are labelled.</summary>
    public (int End, long Positives, long Negatives) TieFrom(int start)
    {
        long positives = 0;
        int end = start;
        for (; end < Scores.Length && Scores[end] == Scores[start]; end++)
        {
            positives += Anomalous[end];
        }

        return (end, positives, end - start - positives);
    }

    /// <summary>As <see cref="TieFrom"/>, for the frames of equal score that end before <paramref name="end"/>.</summary>
    public (int Start, long Positives, long Negatives) TieBefore(int end)
    {
        long positives = 0;
        int start = end;
        for (; start > 0 && Scores[start - 1] == Scores[end - 1]; start--)
        {
            positives += Anomalous[start - 1];
        }

        return (start, positives, end - start - positives);
    }
}
