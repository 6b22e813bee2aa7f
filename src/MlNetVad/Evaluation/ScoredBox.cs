namespace MlNetVad.Evaluation;

/// <summary>A scored box in pixels; it covers the pixels whose centres lie inside [X, X + Width) × [Y, Y + Height).</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Score">Higher is more anomalous; no NaN.</param>
public readonly record struct ScoredBox(float X, float Y, float Width, float Height, float Score);
