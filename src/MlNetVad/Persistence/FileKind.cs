using System.Runtime.InteropServices;

namespace MlNetVad.Persistence;

/// <summary>What stands at a path: a file, a link to one, or what must never be replaced by a file.</summary>
internal static partial class FileKind
{
    private const int MostLinks = 40;   // as Linux itself

    /// <summary>
    /// Whether a device, a FIFO or a socket stands there, itself or behind links. Linux is asked; elsewhere a device is known by its name.
    /// </summary>
    public static bool IsSpecial(string path)
    {
        string full = Path.GetFullPath(path);
        if (OperatingSystem.IsLinux())
        {
            const int type = 0xF000, regular = 0x8000, folder = 0x4000;
            return Stat(full) is { } found && (found.Mode & type) is not (regular or folder);
        }

        return full.StartsWith(OperatingSystem.IsWindows() ? @"\\.\" : "/dev/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The path without links, also where the last one leads to nothing yet.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Resolve(string path)
    {
        int links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether two paths lead to one file: through links, hard links, other spellings. Neither need exist.</summary>
    public static bool AreSame(string a, string b)
    {
        string first = Resolve(a), second = Resolve(b);
        StringComparison letters = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return first.Equals(second, letters)
            || (OperatingSystem.IsLinux() && Stat(first) is { } one && Stat(second) is { } other && one.Device == other.Device && one.Number == other.Number);
    }

    private static string Resolve(string full, ref int links)
    {
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        string folder = Resolve(parent, ref links), here = Path.Combine(folder, Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        if (entry.LinkTarget is not { } target)
        {
            return here;
        }

        return ++links > MostLinks
            ? throw new IOException($"Too many levels of symbolic links at '{full}'")
            : Resolve(Path.GetFullPath(target, folder), ref links);
    }

    /// <summary>Mode, device and number of what stands behind a path; null where nothing does, or it cannot be asked.</summary>
    private static (int Mode, ulong Device, ulong Number)? Stat(string path)
    {
        const int currentFolder = -100, typeModeAndNumber = 0x103;
        Span<byte> found = stackalloc byte[256];   // struct statx, one layout on every processor
        try
        {
            if (StatX(currentFolder, path, 0, typeModeAndNumber, found) != 0)
            {
                return null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;   // a C library from before 2018
        }

        return (MemoryMarshal.Read<ushort>(found[28..]), MemoryMarshal.Read<ulong>(found[136..]), MemoryMarshal.Read<ulong>(found[32..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> found);
}
