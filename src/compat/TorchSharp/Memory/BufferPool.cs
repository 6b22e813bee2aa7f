using System.Numerics;

namespace TorchSharp;

/// <summary>
/// Keeps returned storages by size class, so that a loop whose tensors have the same sizes every step allocates nothing after the first.
/// Classes are spaced an eighth of a power of two apart (at most 12.5 % of a block is wasted).
/// </summary>
internal static class BufferPool
{
    private const long MinimumCapacity = 64;
    private const long CollectStep = 512L << 20;
    private static readonly Lock Gate = new();
    private static readonly Stack<Storage>[] Free = new Stack<Storage>[64 * 8];
    private static long _liveBytes;
    private static long _freeBytes;
    private static long _peakBytes;
    private static long _collectAt = CollectStep;
    [ThreadStatic] private static Storage[] _recent;
    [ThreadStatic] private static int _recentIndex;

    /// <summary>Bytes taken from the system, lent and free together.</summary>
    internal static long TotalBytes => Volatile.Read(ref _liveBytes) + Volatile.Read(ref _freeBytes);

    internal static long LiveBytes => Volatile.Read(ref _liveBytes);

    internal static Storage Rent(long bytes)
    {
        int sizeClass = ClassOf(Math.Max(bytes, MinimumCapacity), out long capacity);
        if (_liveBytes + capacity > Volatile.Read(ref _collectAt)) CollectForgotten(capacity);
        lock (Gate)
        {
            _liveBytes += capacity;
            _peakBytes = Math.Max(_peakBytes, _liveBytes);
            if (Free[sizeClass] is { Count: > 0 } stack)
            {
                Storage reused = stack.Pop();
                _freeBytes -= capacity;
                reused.Lend();
                return reused;
            }
        }
        Storage fresh = new(capacity, sizeClass);
        fresh.Lend();
        return fresh;
    }

    internal static void Return(Storage storage)
    {
        lock (Gate)
        {
            _liveBytes -= storage.Capacity;
            if (_freeBytes + storage.Capacity <= Math.Max(CollectStep, _peakBytes))
            {
                _freeBytes += storage.Capacity;
                (Free[storage.SizeClass] ??= new Stack<Storage>()).Push(storage);
                return;
            }
        }
        storage.Free();
    }

    /// <summary>
    /// Keeps the storages a thread used last reachable while kernels work on their raw pointers;
    /// otherwise a tensor nobody mentions again could be finalized in the middle of the kernel that reads it.
    /// </summary>
    internal static void Touch(Storage storage)
    {
        _recent ??= new Storage[256];
        _recent[_recentIndex++ & 255] = storage;
    }

    // Tensors that were neither disposed nor scoped hold memory the collector does not see: make it look when they add up.
    private static void CollectForgotten(long capacity)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Volatile.Write(ref _collectAt, (2 * (Volatile.Read(ref _liveBytes) + capacity)) + CollectStep);
    }

    private static int ClassOf(long bytes, out long capacity)
    {
        int log = BitOperations.Log2((ulong)bytes);
        long step = Math.Max(1L << log >> 3, MinimumCapacity);
        capacity = (bytes + step - 1) / step * step;
        log = BitOperations.Log2((ulong)capacity);
        return (log * 8) + (int)((capacity - (1L << log)) / Math.Max(1L << log >> 3, 1));
    }
}
