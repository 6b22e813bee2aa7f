namespace MlNetVad.Transforms.Background;

/// <summary>Colour frames to grey.</summary>
internal static class Luma
{
    /// <summary>Writes the grey value of each pixel: itself for one channel, BT.601 luma for R, G, B (a fourth channel is ignored).</summary>
    /// <param name="frame">H × W × C bytes, row-major.</param>
    /// <param name="channels">C: 1, 3 or 4.</param>
    /// <param name="grey">H × W bytes.</param>
    public static void ToGrey(ReadOnlySpan<byte> frame, int channels, Span<byte> grey)
    {
        if (channels == 1)
        {
            frame.CopyTo(grey);
            return;
        }

        for (int i = 0, at = 0; i < grey.Length; i++, at += channels)
        {
            grey[i] = (byte)(((77 * frame[at]) + (150 * frame[at + 1]) + (29 * frame[at + 2]) + 128) >> 8);
        }
    }

    /// <summary>Refuses channel counts that have no luma.</summary>
    public static void CheckChannels(int channels)
    {
        if (channels is not (1 or 3 or 4))
        {
            throw new VadException($"The clip has {channels} channels; objects and motion need grey (1) or RGB (3 or 4) frames: load the video as one of these.");
        }
    }
}
