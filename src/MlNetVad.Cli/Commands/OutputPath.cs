using MlNetVad.Cli.Examination;
using MlNetVad.Persistence;

namespace MlNetVad.Cli.Commands;

/// <summary>Refuses an impossible output before the work, not after it.</summary>
internal static class OutputPath
{
    private static readonly string[] OwnKinds = [".csv", ".html", ".json", ".svg", ".zip", ".safetensors"];

    /// <summary>Tries files that shall be written: their folders, and that they replace nothing that is needed.</summary>
    /// <param name="outputs">The files.</param>
    /// <param name="inputs">Files and folders that are read; what is neither (a URL, a scene) does not matter.</param>
    /// <exception cref="VadException">One is a folder, cannot be written, or is the same file as an input or another output.</exception>
    public static void Check(IReadOnlyList<string> outputs, params IEnumerable<string> inputs)
    {
        string[] read = [.. inputs];
        for (int i = 0; i < outputs.Count; i++)
        {
            CheckFile(outputs[i]);
            if (FileKind.IsSpecial(outputs[i]))
            {
                continue;
            }

            if (outputs.Take(i).FirstOrDefault(other => FileKind.AreSame(other, outputs[i])) is { } twin)
            {
                throw new VadException($"The outputs '{twin}' and '{outputs[i]}' are the same file; give each a name of its own.");
            }

            if (Array.Find(read, input => Replaces(outputs[i], input)) is { } replaced)
            {
                throw new VadException($"Output '{outputs[i]}' would replace {(File.Exists(replaced) ? "the input" : "a file of the input")} '{replaced}'; choose another output path.");
            }
        }
    }

    /// <summary>Checks that a file could be written; leaves nothing behind.</summary>
    /// <exception cref="VadException">It is a folder, lies below a file, or the system refuses it.</exception>
    public static void CheckFile(string path)
    {
        if (Refusal(path) is { } reason)
        {
            throw new VadException($"Output '{path}' {reason}.");
        }
    }

    /// <summary>Why a file could not be written, as a sentence goes on; null where it could.</summary>
    public static string? Refusal(string path)
    {
        const string remedy = "choose another output path";
        try
        {
            if (Directory.Exists(path))
            {
                return "is a folder; give the name of a file in it";
            }

            if (FileKind.IsSpecial(path))
            {
                return null;
            }

            string target = FileKind.Resolve(path);
            if (File.Exists(target))
            {
                using FileStream writable = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            }

            return OfFolder(Path.GetDirectoryName(target)!) is { } reason ? $"cannot be written: {reason}; {remedy}" : null;
        }
        catch (Exception e) when (DiskError.IsRefusal(e))
        {
            return $"cannot be written: {DiskError.Reason(e)}; {remedy}";
        }
    }

    /// <summary>Refuses a device or a FIFO for what is read again after it was written.</summary>
    /// <exception cref="VadException">It is one.</exception>
    public static void RequireFile(string path)
    {
        if (FileKind.IsSpecial(path))
        {
            throw new VadException($"Output '{path}' is a device or a pipe, and what is written there is read again; give the name of a file.");
        }
    }

    /// <summary>Checks that a folder is there or could be made, and that files could be written in it; leaves nothing behind.</summary>
    /// <exception cref="VadException">It is a file, lies below one, or the system refuses it.</exception>
    public static void CheckFolder(string folder)
    {
        if (OfFolder(Path.GetFullPath(folder)) is { } reason)
        {
            throw new VadException($"Output '{folder}' cannot be written: {reason}; choose another output path.");
        }
    }

    /// <summary>Checks the folder for temporary files, which training and saving need.</summary>
    /// <exception cref="VadException">It cannot be written.</exception>
    public static void CheckTemporary()
    {
        if (FolderCheck.Refusal(Path.GetTempPath()) is { } reason)
        {
            throw DiskError.TemporaryFolder(reason);
        }
    }

    private static string? OfFolder(string folder)
    {
        string? ancestor = folder;
        while (ancestor is not null && !Directory.Exists(ancestor))
        {
            if (File.Exists(ancestor))
            {
                return $"'{ancestor}' is a file, a folder was expected there";
            }

            ancestor = Path.GetDirectoryName(ancestor);
        }

        return ancestor is not null && FolderCheck.Refusal(ancestor) is { } reason ? $"in '{ancestor}', {reason}" : null;
    }

    /// <summary>Whether an output is the input itself, or a file in the input's folder that is none of ours.</summary>
    private static bool Replaces(string output, string input)
    {
        if (!Directory.Exists(input))
        {
            return File.Exists(input) && FileKind.AreSame(output, input);
        }

        string target = FileKind.Resolve(output);
        return File.Exists(target)
            && !Path.GetRelativePath(FileKind.Resolve(input), target).StartsWith("..", StringComparison.Ordinal)
            && (!OwnKinds.Contains(Path.GetExtension(target), StringComparer.OrdinalIgnoreCase) || Path.GetFileName(target).EndsWith("labels.csv", StringComparison.OrdinalIgnoreCase));
    }
}
