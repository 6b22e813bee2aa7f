using System.Runtime.InteropServices;

namespace MlNetVad.Torch.Native;

/// <summary>Loads a shared library from bytes, on Linux. Nothing of it is left on disk: a mapping outlives its file.</summary>
internal static partial class PrivateCopy
{
    private const uint CloseOnExec = 1;

    /// <summary>Loads it from memory or, where the system forbids that, from a folder of this process alone.</summary>
    /// <exception cref="DllNotFoundException">The loader refuses it.</exception>
    /// <exception cref="IOException">It can be written nowhere.</exception>
    public static void Load(byte[] image, string name)
    {
        int file = MemoryFile(name, CloseOnExec);
        if (file < 0)
        {
            FromFolder(image, name);
            return;
        }

        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(file, ownsHandle: true);
        RandomAccess.Write(handle, image, 0);
        try
        {
            NativeLibrary.Load($"/proc/self/fd/{file}");
        }
        catch (DllNotFoundException)
        {
            FromFolder(image, name);   // memory that may not be executed, or no /proc
        }
    }

    private static void FromFolder(byte[] image, string name)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetvad-torch-");   // mode 0700
        try
        {
            string copy = Path.Combine(folder.FullName, name);
            File.WriteAllBytes(copy, image);
            NativeLibrary.Load(copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MemoryFile(string name, uint flags);
}
