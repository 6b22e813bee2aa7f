using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// A reference-counted block of unmanaged memory, 64-byte aligned, shared by every tensor that is a view of it.
/// Releasing the last reference gives the whole object back to <see cref="BufferPool"/>; a forgotten one comes back through its finalizer.
/// </summary>
internal sealed unsafe class Storage
{
    private int _references;

    internal Storage(long capacity, int sizeClass)
    {
        Capacity = capacity;
        SizeClass = sizeClass;
        Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)capacity, 64);
        if (Pointer is null) throw new InsufficientMemoryException($"A tensor of {capacity} bytes does not fit in memory.");
    }

    internal byte* Pointer { get; private set; }

    internal long Capacity { get; }

    internal int SizeClass { get; }

    /// <summary>Counts in-place writes, so that a tensor saved for backward can tell that it was overwritten.</summary>
    internal int Version;

    internal int References => Volatile.Read(ref _references);

    internal void Lend() => _references = 1;

    internal void AddReference() => Interlocked.Increment(ref _references);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0) BufferPool.Return(this);
    }

    internal void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.SuppressFinalize(this);
    }

#pragma warning disable MA0055 // tensors that were neither disposed nor scoped must give their memory back too
    ~Storage()
#pragma warning restore MA0055
    {
        if (Pointer is null || Environment.HasShutdownStarted) return;
        GC.ReRegisterForFinalize(this);
        BufferPool.Return(this);
    }
}
