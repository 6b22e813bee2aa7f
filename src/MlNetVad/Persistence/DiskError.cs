namespace MlNetVad.Persistence;

/// <summary>Says why a disk refuses, without the names of temporary files.</summary>
internal static class DiskError
{
    /// <summary>Whether an error, or one of its causes, says that there is no room.</summary>
    public static bool IsFull(Exception? error)
    {
        const int noSpace = 28, handleDiskFull = 39, diskFull = 112;
        for (; error is not null; error = error.InnerException)
        {
            if (error is IOException && (OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is handleDiskFull or diskFull : error.HResult == noSpace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the system refused: no room, no permission, a folder that is gone.</summary>
    public static bool IsRefusal(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>The reason in a few words.</summary>
    public static string Reason(Exception error) => error switch
    {
        _ when IsFull(error) => "no space is left on its disk",
        UnauthorizedAccessException => "permission is denied",
        DirectoryNotFoundException => "its folder is not there and cannot be made",
        _ => error.Message.Split('\n')[0].Split(" : '")[0].TrimEnd('.', '\r'),
    };

    /// <summary>The sentence for an output.</summary>
    public static VadException Unwritable(string path, Exception error) =>
        new($"'{path}' cannot be written: {Reason(error)}; {(IsFull(error) ? "free some there, or " : "")}choose another output path.", error);

    /// <summary>The sentence where the system's folder for temporary files is what refused, else null.</summary>
    public static VadException? OfTemporaryFolder(Exception error)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (IsRefusal(cause) && cause.Message.Contains(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && cause is not FileNotFoundException)
            {
                return TemporaryFolder(Reason(cause), error);
            }
        }

        return null;
    }

    /// <summary>The sentence for the folder for temporary files.</summary>
    public static VadException TemporaryFolder(string reason, Exception? error = null)
    {
        string message = $"The folder for temporary files '{Path.GetTempPath()}' cannot be written: {reason}; free some space there, or let {(OperatingSystem.IsWindows() ? "TEMP" : "TMPDIR")} name another folder.";
        return error is null ? new VadException(message) : new VadException(message, error);
    }
}
