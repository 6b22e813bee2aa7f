namespace MlNetVad.Evaluation.Metrics;

/// <summary>Frames [Start, End) of one video.</summary>
internal readonly record struct FrameRun(int Start, int End)
{
    public int Length => End - Start;

    public bool Meets(FrameRun other) => Start < other.End && other.Start < End;
}

/// <summary>Runs of frames that a condition holds in.</summary>
internal static class FrameRuns
{
    /// <summary>The runs of true frames, ascending.</summary>
    public static List<FrameRun> Find(int frames, Func<int, bool> holds)
    {
        List<FrameRun> runs = [];
        for (int frame = 0; frame < frames;)
        {
            if (!holds(frame))
            {
                frame++;
                continue;
            }

            int start = frame;
            while (frame < frames && holds(frame))
            {
                frame++;
            }

            runs.Add(new FrameRun(start, frame));
        }

        return runs;
    }

    /// <summary>Joins runs with at most <paramref name="gap"/> frames between them.</summary>
    public static List<FrameRun> Merge(List<FrameRun> runs, int gap)
    {
        List<FrameRun> merged = [];
        foreach (FrameRun run in runs)
        {
            if (merged.Count > 0 && run.Start - merged[^1].End <= gap)
            {
                merged[^1] = merged[^1] with { End = run.End };
            }
            else
            {
                merged.Add(run);
            }
        }

        return merged;
    }
}
