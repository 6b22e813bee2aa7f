namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// Confidence interval of the micro AUC when videos, not frames, are the independent draws: videos are resampled with
/// replacement. The pairs ordered between any two videos are counted once; a resample then weighs that table.
/// </summary>
/// <param name="Low">2.5 % quantile of the resampled AUCs; NaN where undefined.</param>
/// <param name="High">97.5 % quantile.</param>
/// <param name="Resamples">Resamples that held both classes and so count.</param>
internal readonly record struct VideoBootstrap(double Low, double High, int Resamples)
{
    public static VideoBootstrap Compute(IReadOnlyList<VideoScores> videos, int resamples, int seed)
    {
        if (videos.Count < 2)
        {
            return new VideoBootstrap(double.NaN, double.NaN, 0);
        }

        return Of([.. Resampled([CountPairs(videos)], videos.Count, resamples, seed).Select(aucs => aucs[0])]);
    }

    /// <summary>
    /// The interval of how much higher the second method's micro AUC is, both on the same draws of videos, so that what makes a video hard for
    /// both does not count.
    /// </summary>
    /// <param name="first">One method's scores.</param>
    /// <param name="second">The other's, of the same videos in the same order.</param>
    /// <param name="resamples">Draws.</param>
    /// <param name="seed">Decides them.</param>
    public static VideoBootstrap Difference(IReadOnlyList<VideoScores> first, IReadOnlyList<VideoScores> second, int resamples, int seed) =>
        first.Count < 2
            ? new VideoBootstrap(double.NaN, double.NaN, 0)
            : Of([.. Resampled([CountPairs(first), CountPairs(second)], first.Count, resamples, seed).Select(aucs => aucs[1] - aucs[0])]);

    private static VideoBootstrap Of(List<double> values)
    {
        values.Sort();
        return new VideoBootstrap(Quantile.OfSorted(values, 0.025), Quantile.OfSorted(values, 0.975), values.Count);
    }

    // each method's AUC on each draw that holds both classes
    private static IEnumerable<double[]> Resampled((double[] Ordered, long[] Positives, long[] Negatives)[] methods, int videos, int resamples, int seed)
    {
        Random random = new(seed);
        int[] weight = new int[videos];
        for (int r = 0; r < resamples; r++)
        {
            Array.Clear(weight);
            for (int draw = 0; draw < videos; draw++)
            {
                weight[random.Next(videos)]++;
            }

            double[] aucs = [.. methods.Select(m => WeightedAuc(m.Ordered, m.Positives, m.Negatives, weight))];
            if (!double.IsNaN(aucs[0]))
            {
                yield return aucs;
            }
        }
    }

    /// <summary>
    /// Entry [i·n + j]: pairs of an anomalous frame of video i above a normal frame of video j, ties one half.
    /// </summary>
    internal static (double[] Ordered, long[] Positives, long[] Negatives) CountPairs(IReadOnlyList<VideoScores> videos)
    {
        int n = videos.Count;
        (float[] scores, Frame[] frames) = Flatten(videos);
        double[] ordered = new double[n * n];
        long[] positives = new long[n], negatives = new long[n];
        double[] tied = new double[n];
        for (int start = 0; start < scores.Length;)
        {
            int end = start;
            for (; end < scores.Length && scores[end] == scores[start]; end++)
            {
                if (!frames[end].Anomalous)
                {
                    tied[frames[end].Video]++;
                }
            }

            // what an anomalous frame of this score beats: all normal frames below, half of those tied
            for (int j = 0; j < n; j++)
            {
                tied[j] = negatives[j] + (tied[j] / 2);
            }

            for (int k = start; k < end; k++)
            {
                if (frames[k].Anomalous)
                {
                    positives[frames[k].Video]++;
                    AddTo(Row(ordered, frames[k].Video, n), tied);
                }
                else
                {
                    negatives[frames[k].Video]++;
                }
            }

            Array.Clear(tied);
            start = end;
        }

        return (ordered, positives, negatives);
    }

    private static double WeightedAuc(double[] ordered, long[] positives, long[] negatives, int[] weight)
    {
        int n = weight.Length;
        double sum = 0, anomalous = 0, normal = 0;
        for (int i = 0; i < n; i++)
        {
            anomalous += (double)weight[i] * positives[i];
            normal += (double)weight[i] * negatives[i];
            if (weight[i] == 0 || positives[i] == 0)
            {
                continue;
            }

            double row = 0;
            Span<double> pairs = Row(ordered, i, n);
            for (int j = 0; j < n; j++)
            {
                row += weight[j] * pairs[j];
            }

            sum += weight[i] * row;
        }

        return anomalous > 0 && normal > 0 ? sum / (anomalous * normal) : double.NaN;
    }

    private static void AddTo(Span<double> row, double[] beaten)
    {
        for (int j = 0; j < row.Length; j++)
        {
            row[j] += beaten[j];
        }
    }

    private static Span<double> Row(double[] table, int row, int width) => table.AsSpan(row * width, width);

    // of millions of frames each array counts: all are made once, in their length
    private static (float[] Scores, Frame[] Frames) Flatten(IReadOnlyList<VideoScores> videos)
    {
        int known = videos.Sum(video => video.Labels.Count(label => !float.IsNaN(label))), at = 0;
        float[] scores = new float[known];
        var frames = new Frame[known];
        for (int v = 0; v < videos.Count; v++)
        {
            for (int f = 0; f < videos[v].Scores.Length; f++)
            {
                if (!float.IsNaN(videos[v].Labels[f]))
                {
                    scores[at] = videos[v].Scores[f];
                    frames[at++] = new Frame(v, videos[v].Labels[f] > 0);
                }
            }
        }

        Array.Sort(scores, frames);
        return (scores, frames);
    }

    /// <summary>A frame's video and class in four bytes.</summary>
    private readonly struct Frame(int video, bool isAnomalous)
    {
        private readonly int _packed = (video << 1) | (isAnomalous ? 1 : 0);

        public int Video => _packed >> 1;

        public bool Anomalous => (_packed & 1) == 1;
    }
}
