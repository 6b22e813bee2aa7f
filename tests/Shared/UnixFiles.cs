using System.Diagnostics;

namespace MlNetVad.TestSupport;

/// <summary>Things that stand at a path and are no regular file, and disks that refuse; a test is skipped, visibly, where they cannot be made.</summary>
internal static class UnixFiles
{
    /// <summary>A FIFO.</summary>
    public static string Fifo(string path) => Made(path, "mkfifo", path);

    /// <summary>A device that swallows everything, as /dev/null does, at a path of our own.</summary>
    public static string NullDevice(string path) => Made(path, "mknod", "-m", "666", path, "c", "1", "3");

    /// <summary>A small disk of its own at a new folder; it goes with the returned object.</summary>
    /// <param name="folder">Where it is mounted.</param>
    /// <param name="options">As mount takes them, such as <c>size=64k</c>.</param>
    public static IDisposable Disk(string folder, string options)
    {
        Directory.CreateDirectory(folder);
        Made(folder, "mount", "-t", "tmpfs", "-o", options, "tmpfs", folder);
        return new Mounted(folder);
    }

    /// <summary>Writes a file of zeros until the disk is full.</summary>
    public static void Fill(string folder)
    {
        using FileStream file = new(Path.Combine(folder, "fill"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // that is what was wanted
        }
    }

    private static string Made(string path, string program, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), $"{program} is Linux's");
        ProgramResult result = Programs.Run(program, arguments);
        Assert.SkipUnless(result.ExitCode == 0, $"{program} is not allowed here: {result.Error}");
        return path;
    }

    private sealed class Mounted(string folder) : IDisposable
    {
        public void Dispose()
        {
            using Process process = Process.Start("umount", folder);
            process.WaitForExit();
        }
    }
}
