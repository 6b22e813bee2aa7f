namespace MlNetVad.Persistence;

/// <summary>
/// A file that grows while work goes on and appears whole or not at all: written under a temporary name beside its
/// place, then moved there. A link leads to the file that is replaced, and the file's mode is kept. What is no file (a
/// device, a FIFO) is written through and never replaced. For content at hand there is <see cref="AtomicFile"/>.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _path;
    private readonly string? _target;
    private readonly FileStream _file;
    private bool _committed;

    /// <summary>Starts the file; its folder is made if needed.</summary>
    /// <param name="path">Where it shall appear.</param>
    /// <param name="seekable">Whether the writer must be able to go back; a device then gets the content on <see cref="Commit"/>, else as it comes.</param>
    /// <exception cref="VadException">It cannot be written.</exception>
    public PendingFile(string path, bool seekable = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        try
        {
            bool special = FileKind.IsSpecial(path);
            _target = special ? null : FileKind.Resolve(path);
            _file = _target is not null ? Beside(_target) : seekable ? Spool() : Through();
        }
        catch (Exception e) when (DiskError.IsRefusal(e))
        {
            throw DiskError.Unwritable(path, e);
        }

        Stream = new OutputStream(_file, path);
    }

    /// <summary>Takes the content; what the disk refuses is a <see cref="VadException"/> that names the output.</summary>
    public Stream Stream { get; }

    /// <summary>Closes the file and puts it in its place.</summary>
    /// <exception cref="VadException">It cannot be written.</exception>
    public void Commit()
    {
        Stream.Flush();
        try
        {
            if (_target is null && _file.CanSeek && _file.CanRead)
            {
                _file.Position = 0;
                using FileStream through = Through();
                _file.CopyTo(through);
                through.Flush();
            }

            _file.Dispose();
            if (_target is not null)
            {
                File.Move(_file.Name, _target, overwrite: true);
            }
        }
        catch (Exception e) when (DiskError.IsRefusal(e))
        {
            throw DiskError.Unwritable(_path, e);
        }

        _committed = true;
    }

    /// <summary>Closes the file; without <see cref="Commit"/> it is deleted.</summary>
    public void Dispose()
    {
        if (_committed)
        {
            return;
        }

        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // what was buffered does not fit, or nobody reads it any more: it is given up anyway
        }

        if (_target is not null)
        {
            File.Delete(_file.Name);
        }
    }

    private static FileStream Beside(string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var file = new FileStream($"{target}.{Guid.NewGuid():N}.tmp", FileMode.Create, FileAccess.Write);
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
        }

        return file;
    }

    /// <summary>A file without a name for a writer that goes back.</summary>
    private static FileStream Spool() =>
        new(Path.Combine(Path.GetTempPath(), $"mlnetvad-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    private FileStream Through() => new(Path.GetFullPath(_path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
}
