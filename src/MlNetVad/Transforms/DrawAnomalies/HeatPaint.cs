namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>A frame with its heat painted over it: the warmer, the more paint, from yellow to red.</summary>
internal static class HeatPaint
{
    private const float MostPaint = 0.6f;   // the frame shines through the warmest place

    /// <summary>Paints.</summary>
    /// <param name="frame">[H, W, C] bytes, C of 1 or 3, red first.</param>
    /// <param name="channels">C.</param>
    /// <param name="heat">[H, W], 0 … 1.</param>
    /// <param name="pixels">[H, W, 4], written: red, green, blue, opaque.</param>
    public static void Over(ReadOnlySpan<byte> frame, int channels, ReadOnlySpan<float> heat, Span<byte> pixels)
    {
        int green = channels == 1 ? 0 : 1, blue = 2 * green;
        for (int i = 0, at = 0; i < heat.Length; i++, at += channels)
        {
            float paint = MostPaint * heat[i];
            Span<byte> pixel = pixels.Slice(4 * i, 4);
            pixel[0] = Mix(frame[at], 255, paint);
            pixel[1] = Mix(frame[at + green], 255 * (1 - heat[i]), paint);
            pixel[2] = Mix(frame[at + blue], 0, paint);
            pixel[3] = 255;
        }
    }

    private static byte Mix(byte under, float over, float share) => (byte)(under + ((over - under) * share) + 0.5f);
}
