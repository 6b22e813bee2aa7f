namespace MlNetVad.Scoring;

/// <summary>A thing of which a text is true, as six numbers: x, y, width, height in pixels, strength (below 0 for normal, above 0 for anomalous), and the place of the aspect.</summary>
internal static class AnswerBox
{
    public const int Length = 6, Strength = 4;

    /// <summary>The area that two boxes share.</summary>
    public static float Shared(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Overlap(a[0], a[2], b[0], b[2]) * Overlap(a[1], a[3], b[1], b[3]);

    private static float Overlap(float start, float length, float otherStart, float otherLength) =>
        MathF.Max(0, MathF.Min(start + length, otherStart + otherLength) - MathF.Max(start, otherStart));
}
