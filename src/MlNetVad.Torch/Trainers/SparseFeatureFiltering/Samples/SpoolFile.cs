namespace MlNetVad.Torch.Trainers.Samples;

/// <summary>A temporary file that the system deletes when it is closed.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream _file;

    /// <summary>An empty file.</summary>
    /// <param name="folder">Where it goes; null is the system's folder for temporary files.</param>
    /// <exception cref="VadException">The folder cannot be written.</exception>
    public SpoolFile(string? folder)
    {
        string path = Path.Combine(folder ?? Path.GetTempPath(), $"mlnetvad-{Guid.NewGuid():N}.spool");
        try
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The folder '{Path.GetDirectoryName(path)}' for temporary files cannot be written: {e.Message.Split('\n')[0]}", e);
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="VadException">The disk is full.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (IOException e)
        {
            throw new VadException($"The training clips do not fit into '{Path.GetDirectoryName(_file.Name)}': {e.Message.Split('\n')[0]}; free space there, or give another work folder.", e);
        }
    }

    /// <summary>Reads bytes that were written.</summary>
    /// <exception cref="VadException">Somebody else cut the file off.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        _file.Flush();
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
            if (read == 0)
            {
                throw new VadException($"The temporary file '{_file.Name}' with the training clips was cut off by somebody else; train again.");
            }

            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
