namespace MlNetVad.Persistence;

/// <summary>
/// Writes a file whole or not at all: to a temporary name beside it, then moved. A link leads to the file that is
/// replaced, and the file's mode is kept; a device or a FIFO is written through.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes through a stream.</summary>
    /// <param name="path">The file to write; its folder is made if needed.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <exception cref="VadException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var file = new PendingFile(path, seekable: true);
        write(file.Stream);
        file.Commit();
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="VadException">The file cannot be written.</exception>
    public static void WriteText(string path, string text) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    });
}
