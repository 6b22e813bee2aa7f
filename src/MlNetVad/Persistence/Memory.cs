using System.Runtime.InteropServices;

namespace MlNetVad.Persistence;

/// <summary>Memory after reading a large file.</summary>
internal static partial class Memory
{
    /// <summary>
    /// Gives back what reading has left behind, large arrays and freed native blocks: neither the collector nor the C library does so before a process has
    /// made as much again, and one that then scores makes little. To be called from outside the method that held them, because a method that is
    /// not optimised yet holds everything until it ends.
    /// </summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = Trim(0);
            }
            catch (EntryPointNotFoundException)
            {
                // not glibc: its own way of giving back holds
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
