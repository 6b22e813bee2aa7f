using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>Makes output slots that copy the right way: vectors into the receiver's buffer, scalars by value.</summary>
internal static class Slots
{
    /// <summary>A slot for a vector column.</summary>
    public static OutputSlot<VBuffer<T>> Vector<T>() =>
        new((in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination));

    /// <summary>A slot for a scalar column.</summary>
    public static OutputSlot<T> Scalar<T>()
        where T : struct =>
        new((in T source, ref T destination) => destination = source);

    /// <summary>Makes <paramref name="slot"/> hold a dense vector of the given length and returns its values to fill.</summary>
    public static Span<T> Fill<T>(this OutputSlot<VBuffer<T>> slot, int length)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref slot.Value, length);
        slot.Value = editor.Commit();
        return editor.Values;
    }

    /// <summary>The values of a vector as a dense span; a sparse one is spread into <paramref name="scratch"/>.</summary>
    public static ReadOnlySpan<T> Dense<T>(in VBuffer<T> vector, ref T[] scratch)
    {
        if (vector.IsDense)
        {
            return vector.GetValues();
        }

        if (scratch.Length < vector.Length)
        {
            scratch = new T[vector.Length];
        }

        vector.CopyTo(scratch);
        return scratch.AsSpan(0, vector.Length);
    }
}
