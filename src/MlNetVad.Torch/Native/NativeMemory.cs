using System.Runtime.InteropServices;

namespace MlNetVad.Torch.Native;

/// <summary>
/// How the C library gives libtorch memory, on Linux. By default every tensor above some 100 KB is a mapping of its own, so a step
/// spends most of its time on pages that the system clears; here they are kept and used again.
/// </summary>
internal static partial class NativeMemory
{
    private const int TrimThreshold = -1, MapThreshold = -3, Arenas = -8;   // M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX
    private const int Largest = 32 << 20;                      // the largest map threshold that glibc takes
    private const int Kept = 64 << 20;                         // in each arena

    /// <summary>Keeps freed memory for the next tensor. What the user has set in the environment stays.</summary>
    public static void Keep()
    {
        if (Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is null && Environment.GetEnvironmentVariable("GLIBC_TUNABLES") is null)
        {
            try
            {
                _ = Set(MapThreshold, Largest);
                _ = Set(TrimThreshold, Kept);
                _ = Set(Arenas, Environment.ProcessorCount);   // by default eight a processor, each with memory that it keeps
            }
            catch (EntryPointNotFoundException)
            {
                // not glibc: its own way of keeping memory holds
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
