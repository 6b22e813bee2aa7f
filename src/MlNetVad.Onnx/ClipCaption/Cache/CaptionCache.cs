using Microsoft.Data.Sqlite;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>
/// Captions in a SQLite file with a write-ahead log: a program that is killed leaves what it had finished, several programs use it
/// at once, and the least recently used captions go first when it is full. It is a help, never a need: what is wrong with it is
/// told once and captions are made without it. Thread-safe.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="limitBytes">About how large it may become.</param>
internal sealed class CaptionCache(string path, long limitBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path = Path.GetFullPath(path);
    private CaptionTable? _table;
    private bool _wasDamaged;
    private bool _isOff;

    /// <summary>Opens the file; one that is damaged is set aside.</summary>
    /// <exception cref="VadException">It cannot be opened, or it is a database of something else.</exception>
    public void Open(Action<string> warn)
    {
        lock (_lock)
        {
            try
            {
                Use(table => table.Count, warn);
            }
            catch (Exception e) when (IsTrouble(e))
            {
                throw new VadException($"The caption cache '{path}' cannot be opened ({FirstLine(e)}); give another CachePath.", e);
            }
        }
    }

    /// <summary>The caption of a clip, or null.</summary>
    public string? Find(CaptionKey key, Action<string> warn) => Try(table => table.Find(key.ToBytes()), warn);

    /// <summary>Keeps a caption.</summary>
    public void Add(CaptionKey key, string caption, Action<string> warn) => Try(
        table =>
        {
            table.Add(key.ToBytes(), caption, limitBytes);
            return "";
        },
        warn);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _table?.Dispose();
            _table = null;
        }
    }

    private string? Try(Func<CaptionTable, string?> use, Action<string> warn)
    {
        lock (_lock)
        {
            try
            {
                return _isOff ? null : Use(use, warn);
            }
            catch (Exception e) when (IsTrouble(e))
            {
                _isOff = true;
                warn($"The caption cache '{path}' cannot be used ({FirstLine(e)}); captions are made without it.");
                return null;
            }
        }
    }

    private T Use<T>(Func<CaptionTable, T> use, Action<string> warn)
    {
        try
        {
            return use(_table ??= CaptionTable.Open(_path));
        }
        catch (SqliteException e) when (CacheRepair.IsDamage(e) && !_wasDamaged)
        {
            _wasDamaged = true;
            _table?.Dispose();
            _table = null;
            if (CacheRepair.SetAside(_path) is { } aside)
            {
                warn($"The caption cache '{path}' was damaged ({FirstLine(e)}); it lies at '{aside}' now, and a new one is begun.");
            }

            return use(_table = CaptionTable.Open(_path));
        }
    }

    private static bool IsTrouble(Exception e) =>
        e is SqliteException or IOException or UnauthorizedAccessException or NotSupportedException or DllNotFoundException or TypeInitializationException;

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.', '\r');
}
