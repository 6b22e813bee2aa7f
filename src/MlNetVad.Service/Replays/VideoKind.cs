namespace MlNetVad.Service.Replays;

/// <summary>
/// The kinds of video file that may be uploaded, told by their first bytes. A text that names other files (a playlist, a list for concat) is none of
/// them, and so never reaches ffmpeg, which would open what it names.
/// </summary>
internal static class VideoKind
{
    private const int Packet = 188, Packets = 3;
    private const byte Sync = 0x47;

    /// <summary>The ending for a file's name.</summary>
    /// <exception cref="VadException">It is none of these kinds.</exception>
    public static string Of(string path)
    {
        Span<byte> head = stackalloc byte[Packet * Packets];
        using FileStream file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        return head switch
        {
            _ when head.Length > 8 && head[4..8].SequenceEqual("ftyp"u8) => ".mp4",
            _ when head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) => ".mkv",
            _ when head.Length == Packet * Packets && head[0] == Sync && head[Packet] == Sync && head[2 * Packet] == Sync => ".ts",
            _ => throw new VadException("The upload is no mp4, mkv or ts video; convert it to one of these, such as with 'ffmpeg -i VIDEO video.mp4'."),
        };
    }
}
