namespace MlNetVad.Video.Frames;

/// <summary>
/// Knows a transport stream (.ts) by its packets. ffmpeg guesses a file's kind from many of them, and takes one of a few frames for
/// something else, in which it then finds damage.
/// </summary>
internal static class TransportStream
{
    private const int PacketBytes = 188, FewPackets = 2, ManyPackets = 16;
    private const byte Sync = 0x47;

    /// <summary>Whether the file consists of transport packets, as far as the first ones tell; false too where it cannot be read.</summary>
    public static bool Is(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length < FewPackets * PacketBytes)
            {
                return false;   // a FIFO, which must not be touched, has no length
            }

            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[ManyPackets * PacketBytes];
            int packets = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) / PacketBytes;
            return packets >= FewPackets && Enumerable.Range(0, packets).All(i => start[i * PacketBytes] == Sync);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;   // ffmpeg says why
        }
    }
}
