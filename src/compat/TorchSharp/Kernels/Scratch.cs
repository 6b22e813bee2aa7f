using System.Runtime.InteropServices;

namespace TorchSharp.Kernels;

/// <summary>Who uses a thread's scratch buffer: a kernel that calls another must not share its slot.</summary>
internal enum ScratchSlot
{
    GemmA,
    GemmB,
    GemmTile,
    GemmBatch,
    Reduce,
    AttentionScores,
    AttentionExtra,
    ExpertGather,
    ExpertHidden,
    ExpertWeights,
    ExpertExtra,
    Conv,
    ConvWeights,
    Other,
}

/// <summary>Reused work memory of a thread, 64-byte aligned; it grows to the largest request and stays.</summary>
internal sealed unsafe class Scratch
{
    [ThreadStatic]
    private static Scratch _current;

    private readonly nint[] _pointers = new nint[(int)ScratchSlot.Other + 1];
    private readonly long[] _sizes = new long[(int)ScratchSlot.Other + 1];

#pragma warning disable MA0055 // a thread that ends has no other moment to give its memory back
    ~Scratch()
    {
        foreach (nint pointer in _pointers)
            NativeMemory.AlignedFree((void*)pointer);
    }
#pragma warning restore MA0055

    /// <summary>At least <paramref name="floats"/> floats, contents undefined, valid until the slot's next request on this thread.</summary>
    internal static float* Get(ScratchSlot slot, long floats)
    {
        Scratch scratch = _current ??= new Scratch();
        int i = (int)slot;
        if (scratch._sizes[i] < floats)
        {
            long size = Math.Max(floats, scratch._sizes[i] * 3 / 2);
            NativeMemory.AlignedFree((void*)scratch._pointers[i]);
            scratch._pointers[i] = (nint)NativeMemory.AlignedAlloc((nuint)(size * sizeof(float)), 64);
            scratch._sizes[i] = size;
        }
        return (float*)scratch._pointers[i];
    }
}
