namespace Microsoft.ML.Data;

/// <summary>Makes the next value of a <see cref="VBuffer{T}"/> in the buffers of the last one.</summary>
public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination) =>
        new(destination.Length, destination.Count, destination.Values, destination.Indices, needsIndices: !destination.IsDense, false, false);

    public static VBufferEditor<T> Create<T>(
        ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLogicalLength);
        int count = valuesCount ?? newLogicalLength;
        if ((uint)count > (uint)newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount), count, $"A vector of length {newLogicalLength} cannot hold {count} values.");
        int capacity = Math.Max(count, maxValuesCapacity ?? newLogicalLength);

        T[] values = destination.Values;
        bool newValues = Grow(ref values, count, capacity, keepOldOnResize);
        int[] indices = destination.Indices;
        bool needsIndices = count < newLogicalLength || requireIndicesOnDense;
        bool newIndices = needsIndices && Grow(ref indices, count, capacity, keepOldOnResize);
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, needsIndices, newValues, newIndices);
    }

    // Doubles up to the capacity, so that growing row by row costs no more than growing once.
    private static bool Grow<TItem>(ref TItem[] buffer, int needed, int capacity, bool keep)
    {
        int have = buffer?.Length ?? 0;
        if (have >= needed && buffer is not null)
            return false;
        int size = needed == 0 ? 0 : (int)Math.Min(Math.Max(needed, 2L * have), capacity);
        var grown = new TItem[size];
        if (keep && have > 0)
            Array.Copy(buffer, grown, have);
        buffer = grown;
        return true;
    }
}

public readonly ref struct VBufferEditor<T>
{
    public readonly Span<T> Values;
    public readonly Span<int> Indices;

    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool needsIndices, bool createdNewValues, bool createdNewIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = needsIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    public bool CreatedNewValues { get; }

    public bool CreatedNewIndices { get; }

    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        if ((uint)physicalValuesCount > (uint)Values.Length)
            throw new ArgumentOutOfRangeException(nameof(physicalValuesCount));
        return new VBuffer<T>(_length, physicalValuesCount, _values, _indices);
    }
}
