namespace MlNetVad.Evaluation;

/// <summary>An anomalous region of one frame and the anomaly that it is part of.</summary>
/// <param name="Track">The anomaly's number, unique within its video.</param>
/// <param name="X">Left edge in pixels.</param>
/// <param name="Y">Top edge in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
internal readonly record struct TrackedBox(int Track, float X, float Y, float Width, float Height)
{
    /// <summary>Intersection over union of two boxes, 0 … 1; 0 where either is empty.</summary>
    public double Iou(float x, float y, float width, float height)
    {
        double across = Math.Min(X + Width, x + width) - Math.Max(X, x), down = Math.Min(Y + Height, y + height) - Math.Max(Y, y);
        if (across <= 0 || down <= 0)
        {
            return 0;
        }

        double common = across * down;
        return common / (((double)Width * Height) + ((double)width * height) - common);
    }
}
