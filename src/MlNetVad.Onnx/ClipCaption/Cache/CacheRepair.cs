using Microsoft.Data.Sqlite;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Moves a damaged cache out of the way, once, however many programs notice.</summary>
internal static class CacheRepair
{
    private const int IoError = 10, Corrupt = 11, NotADatabase = 26, ShortRead = 522;

    /// <summary>Whether an error means that the file's content is broken.</summary>
    public static bool IsDamage(SqliteException e) =>
        e.SqliteErrorCode is Corrupt or NotADatabase || (e.SqliteErrorCode == IoError && e.SqliteExtendedErrorCode == ShortRead);

    /// <summary>Moves the file aside, over what was moved there before.</summary>
    /// <returns>Where it lies now; null where another program has done it already.</returns>
    public static string? SetAside(string path)
    {
        using FileStream turn = WaitForTurn(path + ".repair");
        if (IsSound(path))
        {
            return null;
        }

        string aside = path + ".damaged";
        File.Move(path, aside, overwrite: true);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        return aside;
    }

    private static bool IsSound(string path)
    {
        if (!File.Exists(path))
        {
            return true;
        }

        try
        {
            using CaptionTable table = CaptionTable.Open(path);
            return table.IsSound();
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            return false;
        }
    }

    private static FileStream WaitForTurn(string path)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < 50)
            {
                Thread.Sleep(20);
            }
        }
    }
}
