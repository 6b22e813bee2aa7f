namespace MlNetVad.Cli.Commands;

/// <summary>Refuses an impossible output before the work, not after it.</summary>
internal static class OutputPath
{
    /// <summary>Checks that a file could be written; writes nothing.</summary>
    /// <exception cref="VadException">It is a folder, or lies below a file.</exception>
    public static void CheckFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new VadException($"Output '{path}' is a folder; give the name of a file in it.");
        }

        CheckFolder(Path.GetDirectoryName(Path.GetFullPath(path))!, path);
    }

    /// <summary>Checks that a folder is there or could be made; makes nothing.</summary>
    /// <exception cref="VadException">It is a file, or lies below one.</exception>
    public static void CheckFolder(string folder) => CheckFolder(Path.GetFullPath(folder), folder);

    private static void CheckFolder(string folder, string asGiven)
    {
        for (string? ancestor = folder; ancestor is not null && !Directory.Exists(ancestor); ancestor = Path.GetDirectoryName(ancestor))
        {
            if (File.Exists(ancestor))
            {
                throw new VadException($"Output '{asGiven}' cannot be written: '{ancestor}' is a file, a folder was expected there.");
            }
        }
    }
}
