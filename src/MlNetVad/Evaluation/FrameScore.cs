namespace MlNetVad.Evaluation;

/// <summary>What a model says of one frame.</summary>
/// <param name="Video">The video's id.</param>
/// <param name="Frame">0-based.</param>
/// <param name="Score">Higher is more anomalous; calibrated, where the model has a calibrator.</param>
/// <param name="IsAnomaly">Whether the score is above the model's threshold; false where it has none.</param>
/// <param name="Label">0 normal, 1 anomalous, NaN unknown.</param>
/// <param name="IsFilled">Whether no clip has this frame as its target, so that the nearest scored frame's score stands here.</param>
/// <param name="Objects">The frame's objects with their scores; empty where the model has none.</param>
public sealed record FrameScore(
    string Video, long Frame, float Score, bool IsAnomaly, float Label, bool IsFilled, IReadOnlyList<ScoredBox> Objects)
{
    /// <summary>Seconds from the start of the video: the frame's time stamp, or by the frame rate where there are none; null where neither is known.</summary>
    public double? Time { get; init; }

    /// <summary>Why, where the model fuses several parts; null otherwise.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Where a network predicts the frame badly; null where the model has no error map of the whole frame.</summary>
    public ErrorMap? ErrorMap { get; init; }

    /// <summary>What was taken off scores whose level has risen slowly, for <see cref="Persistence.VadModel.Continuing"/>; null where the model follows none.</summary>
    public IReadOnlyList<float>? SlowChange { get; init; }

    /// <summary>
    /// The one place that the score points at, in shares of the picture's width and height, 0 … 1: where the rarest part sees it; of a model without parts, the object
    /// of the highest score, or the region that a network predicts worst. Null where the model names none.
    /// </summary>
    public ScoredBox? Place { get; init; }

    /// <summary>The place of a frame.</summary>
    /// <param name="width">Width of the picture in which its objects are given.</param>
    /// <param name="height">Its height.</param>
    internal ScoredBox? FindPlace(int width, int height)
    {
        if (Evidence is not null)
        {
            return Evidence.Place;
        }

        ScoredBox[] regions = [.. Objects.Count > 0
            ? Objects.Select(o => new ScoredBox(o.X / width, o.Y / height, o.Width / width, o.Height / height, o.Score))
            : ErrorMap?.Regions(Score, 1, 1) ?? []];
        return regions.Length == 0 ? null : regions.MaxBy(region => region.Score);
    }
}
