using MlNetVad.Persistence;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Examination;

/// <summary>The folders that work writes to or reads from.</summary>
internal static class FolderCheck
{
    private const string ModelsVariable = "MLNETVAD_MODELS";
    private const string TemporaryVariable = "TMPDIR";
    private const double LittleGigabytes = 1;

    /// <summary>Where temporary files go.</summary>
    public static Finding Temporary()
    {
        string variable = OperatingSystem.IsWindows() ? "TEMP" : TemporaryVariable;
        return Of("temporary folder", Path.GetTempPath(), "temporary files go there", $"Let {variable} name a folder that can be written.", needed: true);
    }

    /// <summary>Where results go that are given no other place.</summary>
    public static Finding Current() =>
        Of("current folder", Environment.CurrentDirectory, "results go there unless told otherwise", "Go to a folder that can be written, or give every result a path (-o).");

    /// <summary>Where networks are looked for that lie elsewhere than a config says.</summary>
    public static Finding Models()
    {
        const string name = "model folder";
        string remedy = $"Let {ModelsVariable} name a folder that is there, or nothing.";
        return Environment.GetEnvironmentVariable(ModelsVariable) is not { Length: > 0 } folder
            ? new Finding(name, FindingState.Ok, $"{ModelsVariable} is not set", "ONNX files are looked for where configs say; 'mlnetvad models' lists them")
            : Directory.Exists(folder)
                ? Of(name, folder, "ONNX files are looked for there", "Models can be read from it, not put there; make it writable if they should be.", whenReadOnly: FindingState.Warning)
                : new Finding(name, FindingState.Missing, $"{folder} is not there", remedy);
    }

    private static Finding Of(string name, string folder, string purpose, string remedy, bool needed = false, FindingState whenReadOnly = FindingState.Missing)
    {
        if (Refusal(folder) is { } reason)
        {
            return new Finding(name, whenReadOnly, $"{folder} cannot be written: {reason}", remedy, needed);
        }

        double? free = Free(folder);
        string found = free is null ? folder : $"{folder}, {Size.Text(free.Value)} free";
        return free < LittleGigabytes
            ? new Finding(name, FindingState.Warning, found, "Free some space: models, checkpoints and results need it.", needed)
            : new Finding(name, FindingState.Ok, found, purpose, needed);
    }

    /// <summary>Why a file cannot be written there; null where it can. Tried with a page of content: a full disk still takes empty files.</summary>
    internal static string? Refusal(string folder)
    {
        try
        {
            string probe = Path.Combine(folder, $".mlnetvad-{Guid.NewGuid():N}");
            using FileStream file = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            file.Write(new byte[Environment.SystemPageSize]);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return e is DirectoryNotFoundException ? "it is not a folder, or not there" : DiskError.Reason(e);
        }
    }

    private static double? Free(string folder)
    {
        try
        {
            return Size.Gigabytes(new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
