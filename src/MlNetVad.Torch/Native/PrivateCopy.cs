using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

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
        if (!FromMemory(image, name))
        {
            FromFolder(image, name);
        }
    }

    /// <summary>Loads it from a file that only memory holds.</summary>
    /// <returns>False where there is no such file, its memory may not be executed, or there is no /proc.</returns>
    internal static bool FromMemory(byte[] image, string name)
    {
        int file = MemoryFile(name, CloseOnExec);
        if (file < 0)
        {
            return false;
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        RandomAccess.Write(handle, image, 0);
        if (NativeLibrary.TryLoad($"/proc/self/fd/{file}", out _))
        {
            // Never closed: the loader knows a library by its path, so the number must not come to name another one.
            handle.SetHandleAsInvalid();
            return true;
        }

        handle.Dispose();
        return false;
    }

    /// <summary>Loads it from a folder of mode 0700 below the temporary one, which is gone when this returns.</summary>
    internal static void FromFolder(byte[] image, string name)
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
