using System.Runtime.InteropServices;

namespace MlNetVad.Persistence;

/// <summary>Memory while and after a large file is read.</summary>
internal static partial class Memory
{
    // glibc's malloc.h, and the bounds to which it raises both by itself
    private const int TrimThreshold = -1, MapThreshold = -3;
    private const int LargestTrimThreshold = 64 << 20, LargestMapThreshold = 32 << 20, OwnPages = 128 << 10;

    /// <summary>
    /// Gives back what reading has left behind, large arrays and freed native blocks: neither the collector nor the C library does so before a process has
    /// made as much again, and one that then scores makes little. To be called from outside the method that held them, because a method that is
    /// not optimised yet holds everything until it ends.
    /// </summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        OnGlibc(() => _ = Trim(0));
    }

    /// <summary>
    /// Opens something that makes and frees large native blocks one after the other. Each has pages of its own meanwhile, so that what is freed is given back
    /// at once: glibc otherwise keeps it for the next of its size, and a network's weights are there four times over by the time that it is open.
    /// </summary>
    public static T Sparingly<T>(Func<T> open)
    {
        OnGlibc(() => _ = Set(MapThreshold, OwnPages));
        try
        {
            return open();
        }
        finally
        {
            OnGlibc(() => _ = (Set(MapThreshold, LargestMapThreshold), Set(TrimThreshold, LargestTrimThreshold)));
        }
    }

    private static void OnGlibc(Action call)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                call();
            }
            catch (EntryPointNotFoundException)
            {
                // another C library: its own way of giving back holds
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
