using System.Text;
using Microsoft.Data.Sqlite;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>The table of captions in an open file. Throws <see cref="SqliteException"/>. Not thread-safe; other programs may have the file open too.</summary>
internal sealed class CaptionTable : IDisposable
{
    // "MLVC": so that a database of something else is not taken for a cache
    private const long ApplicationId = 0x4d4c5643;

    // key, stamp, index entry, and what pages leave free
    private const int Overhead = 200;

    private const string Layout = """
        CREATE TABLE captions (key BLOB PRIMARY KEY, caption TEXT NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX captions_by_use ON captions (used);
        CREATE TABLE total (size INTEGER NOT NULL);
        INSERT INTO total VALUES (0);
        CREATE TRIGGER added AFTER INSERT ON captions BEGIN UPDATE total SET size = size + NEW.size; END;
        CREATE TRIGGER removed AFTER DELETE ON captions BEGIN UPDATE total SET size = size - OLD.size; END;
        """;

    private readonly SqliteConnection _connection;

    private CaptionTable(SqliteConnection connection) => _connection = connection;

    /// <summary>How many captions there are.</summary>
    public long Count => (long)Scalar("SELECT COUNT(*) FROM captions")!;

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="NotSupportedException">It is a database of something else.</exception>
    public static CaptionTable Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        var table = new CaptionTable(connection);
        try
        {
            connection.Open();
            table.Run("PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 1048576");
            table.CreateLayout(path);
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>The caption, which counts as used now; or null.</summary>
    public string? Find(byte[] key)
    {
        if (Scalar("SELECT caption FROM captions WHERE key = $key", ("$key", key)) is not string caption)
        {
            return null;
        }

        Run("UPDATE captions SET used = (SELECT MAX(used) + 1 FROM captions) WHERE key = $key AND used < (SELECT MAX(used) FROM captions)", ("$key", key));
        return caption;
    }

    /// <summary>Keeps a caption; where that is too much, the least recently used go, down to nine tenths of the limit.</summary>
    public void Add(byte[] key, string caption, long limitBytes)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Run(
            "INSERT INTO captions SELECT $key, $caption, $size, IFNULL(MAX(used), 0) + 1 FROM captions WHERE true ON CONFLICT (key) DO NOTHING",
            ("$key", key),
            ("$caption", caption),
            ("$size", Encoding.UTF8.GetByteCount(caption) + Overhead));
        if ((long)Scalar("SELECT size FROM total")! > limitBytes)
        {
            Run(
                "DELETE FROM captions WHERE key IN (SELECT key FROM (SELECT key, SUM(size) OVER (ORDER BY used DESC) AS kept FROM captions) WHERE kept > $limit)",
                ("$limit", limitBytes / 10 * 9));
        }

        transaction.Commit();
    }

    /// <summary>Whether every page is as it should be; reads the whole file.</summary>
    public bool IsSound() => Scalar("PRAGMA quick_check(1)") is "ok" && Count >= 0;

    /// <summary>Closes the file.</summary>
    public void Dispose() => _connection.Dispose();

    private void CreateLayout(string path)
    {
        if (Number("PRAGMA application_id") == ApplicationId)
        {
            return;
        }

        using SqliteTransaction transaction = _connection.BeginTransaction();
        if (Number("PRAGMA application_id") == ApplicationId)
        {
            return;   // another program was faster
        }

        if (Number("SELECT COUNT(*) FROM sqlite_master") > 0)
        {
            throw new NotSupportedException($"'{Path.GetFileName(path)}' is a database of something else");
        }

        Run($"{Layout} PRAGMA application_id = {ApplicationId}");
        transaction.Commit();
    }

    private long Number(string sql) => Convert.ToInt64(Scalar(sql));

    private object? Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        return command.ExecuteScalar();
    }

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
