namespace MlNetVad.Persistence;

/// <summary>Writes a file whole or not at all: to a temporary name beside it, then moved.</summary>
public static class AtomicFile
{
    /// <summary>Writes through a stream.</summary>
    /// <param name="path">The file to write; its folder is made if needed.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <exception cref="VadException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (FileStream stream = File.Create(temporary))
            {
                write(stream);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{path}' cannot be written: {e.Message.Split('\n')[0]}", e);
        }
        finally
        {
            File.Delete(temporary);
        }
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
