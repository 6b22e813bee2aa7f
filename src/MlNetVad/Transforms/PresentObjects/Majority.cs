namespace MlNetVad.Transforms.Presence;

/// <summary>Cleans a mask: a pixel is set when most of the nine around it are.</summary>
internal static class Majority
{
    private const int Most = 5;

    /// <summary>Writes the cleaned mask; its border stays empty.</summary>
    /// <param name="raw">H × W, 0 or 1.</param>
    /// <param name="mask">H × W, written.</param>
    /// <param name="width">W.</param>
    public static void Apply(ReadOnlySpan<byte> raw, Span<byte> mask, int width)
    {
        mask.Clear();
        for (int start = width; start + (2 * width) <= raw.Length; start += width)
        {
            for (int at = start + 1; at < start + width - 1; at++)
            {
                int sum = raw[at - width - 1] + raw[at - width] + raw[at - width + 1]
                    + raw[at - 1] + raw[at] + raw[at + 1]
                    + raw[at + width - 1] + raw[at + width] + raw[at + width + 1];
                mask[at] = sum >= Most ? (byte)1 : (byte)0;
            }
        }
    }
}
