namespace MlNetVad.Torch.Trainers.Samples;

/// <summary>
/// Which samples train and which are held out: whole stretches of the video, evenly spread, because neighbouring clips
/// share frames. Samples of the rows beside a stretch, which share frames with it, do neither.
/// </summary>
internal sealed class HeldOutRows
{
    private const int Stretches = 4;

    /// <summary>Splits the samples of a spool.</summary>
    /// <param name="spool">All samples.</param>
    /// <param name="share">Share of the rows to hold out, 0 … 0.5.</param>
    public HeldOutRows(SampleSpool spool, double share)
    {
        int stretch = Math.Max(1, (int)(spool.Rows * share / Stretches));
        int gap = spool.Rows >= 20 * spool.Length ? spool.Length - 1 : 0;
        var train = new List<int>();
        var held = new List<int>();
        for (int sample = 0; sample < spool.Count; sample++)
        {
            int distance = Distance(spool.Row(sample), spool.Rows, stretch);
            if (distance == 0 && share > 0)
            {
                held.Add(sample);
            }
            else if (distance > gap || share == 0)
            {
                train.Add(sample);
            }
        }

        // a handful of clips is too few to split
        (Train, HeldOut) = train.Count == 0 || held.Count == 0
            ? ([.. Enumerable.Range(0, spool.Count)], [.. Enumerable.Range(0, spool.Count)])
            : (train.ToArray(), held.ToArray());
    }

    /// <summary>Samples to learn from.</summary>
    public int[] Train { get; }

    /// <summary>Samples that the network never learns from.</summary>
    public int[] HeldOut { get; }

    /// <summary>At most <paramref name="count"/> of the held-out samples, evenly spread.</summary>
    public int[] Some(int count) => count >= HeldOut.Length
        ? HeldOut
        : [.. Enumerable.Range(0, count).Select(i => HeldOut[(int)((long)i * HeldOut.Length / count)])];

    private static int Distance(int row, int rows, int stretch)
    {
        int nearest = int.MaxValue;
        for (int i = 0; i < Stretches; i++)
        {
            int start = (int)((i + 0.5) * rows / Stretches) - (stretch / 2);
            nearest = Math.Min(nearest, Math.Max(0, Math.Max(start - row, row - (start + stretch - 1))));
        }

        return nearest;
    }
}
