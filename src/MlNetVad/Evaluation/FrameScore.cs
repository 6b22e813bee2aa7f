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
}
