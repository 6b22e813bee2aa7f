using System.Numerics;

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
            int at = start + 1, end = start + width - 1;
            for (; at <= end - Vector<byte>.Count; at += Vector<byte>.Count)
            {
                Vector<byte> sum = Three(raw, at - width) + Three(raw, at) + Three(raw, at + width);
                (Vector.GreaterThanOrEqual(sum, new Vector<byte>(Most)) & Vector<byte>.One).CopyTo(mask[at..]);
            }

            for (; at < end; at++)
            {
                int sum = raw[at - width - 1] + raw[at - width] + raw[at - width + 1]
                    + raw[at - 1] + raw[at] + raw[at + 1]
                    + raw[at + width - 1] + raw[at + width] + raw[at + width + 1];
                mask[at] = sum >= Most ? (byte)1 : (byte)0;
            }
        }
    }

    private static Vector<byte> Three(ReadOnlySpan<byte> raw, int at) =>
        new Vector<byte>(raw[(at - 1)..]) + new Vector<byte>(raw[at..]) + new Vector<byte>(raw[(at + 1)..]);
}
