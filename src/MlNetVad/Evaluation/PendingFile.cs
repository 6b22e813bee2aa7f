namespace MlNetVad.Evaluation;

/// <summary>
/// A file that grows while work goes on and appears whole or not at all: written under a temporary name beside its
/// place, then moved. For content at hand there is <see cref="Persistence.AtomicFile"/>.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _path, _temporary;
    private bool _committed;

    public PendingFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        _temporary = _path + "." + Environment.ProcessId + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            Stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{path}' cannot be written ({e.Message}); choose another output path.", e);
        }
    }

    public FileStream Stream { get; }

    /// <summary>Closes the file and puts it in its place.</summary>
    public void Commit()
    {
        Stream.Dispose();
        try
        {
            File.Move(_temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{_path}' cannot be written ({e.Message}); choose another output path.", e);
        }

        _committed = true;
    }

    /// <summary>Closes the file; without <see cref="Commit"/> it is deleted.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_committed)
        {
            File.Delete(_temporary);
        }
    }
}
