namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// What noticing a share of the labelled events costs: the operating point at the highest threshold at which at least that share of them is
/// noticed, an event being noticed where one of its frames alarms. The threshold is read from the test labels, so this is what the score could
/// do, and not what a detector does whose threshold was set beforehand.
/// </summary>
public sealed record RecallPoint
{
    private static readonly double[] Targets = [0.5, 0.8, 0.9];

    /// <summary>The share of labelled events asked for.</summary>
    public double TargetEventRecall { get; init; }

    /// <summary>The figures there; its event recall is the share reached.</summary>
    public OperatingPoint Point { get; init; } = new();

    /// <summary>The points at 50, 80 and 90 %; none where no event is labelled.</summary>
    internal static IReadOnlyList<RecallPoint> Compute(IReadOnlyList<VideoScores> videos, double framesPerSecond, int mergeGapFrames)
    {
        float[] peaks = [.. videos.SelectMany(video => FrameRuns.Find(video.Labels.Length, f => video.Labels[f] > 0)
            .Select(run => Peak(video.Scores.AsSpan(run.Start, run.Length)))).OrderDescending()];
        return peaks.Length == 0 ? [] : [.. Targets.Select(target => new RecallPoint
        {
            TargetEventRecall = target,
            Point = OperatingPoint.Compute(videos, Below(peaks[(int)Math.Ceiling((target * peaks.Length) - 1e-9) - 1]), framesPerSecond, mergeGapFrames),
        })];
    }

    private static float Peak(ReadOnlySpan<float> scores) => System.Numerics.Tensors.TensorPrimitives.Max(scores);

    // a frame alarms above the threshold, so the event with this peak is noticed just below it
    private static float Below(float peak) => Math.Max(float.MinValue, MathF.BitDecrement(peak));
}
