using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>A vector value, dense or sparse, whose buffers are meant to be reused from row to row.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    public readonly int Length;

    internal readonly T[] Values;
    internal readonly int[] Indices;
    internal readonly int Count;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if ((values?.Length ?? 0) < length)
            throw new ArgumentException($"A dense vector of length {length} needs as many values.", nameof(values));
        Length = length;
        Count = length;
        Values = values;
        Indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if ((uint)count > (uint)length)
            throw new ArgumentException($"A vector of length {length} cannot hold {count} values.", nameof(count));
        if ((values?.Length ?? 0) < count)
            throw new ArgumentException($"{count} values were announced.", nameof(values));
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentException($"{count} indices were announced.", nameof(indices));
        Length = length;
        Count = count;
        Values = values;
        Indices = indices;
    }

    public bool IsDense => Count == Length;

    public ReadOnlySpan<T> GetValues() => Values.AsSpan(0, Count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : Indices.AsSpan(0, Count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination) => CopyTo(ref destination, 0, Length);

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        CheckRange(sourceIndex, length, Length);
        if (IsDense)
        {
            VBufferEditor<T> dense = VBufferEditor.Create(ref destination, length);
            Values.AsSpan(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }
        int first = LowerBound(sourceIndex);
        int count = LowerBound(sourceIndex + length) - first;
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, count);
        Values.AsSpan(first, count).CopyTo(editor.Values);
        if (count < length)
        {
            for (int i = 0; i < count; i++)
                editor.Indices[i] = Indices[first + i] - sourceIndex;
        }
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        CheckRange(destinationIndex, Length, destination.Length);
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        for (int i = 0; i < Count; i++)
            target[Indices[i]] = Values[i];
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        CheckRange(sourceIndex, length, source?.Length ?? 0);
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (IsDense)
        {
            for (int i = 0; i < Length; i++)
                yield return new KeyValuePair<int, T>(i, Values[i]);
        }
        else if (all)
        {
            int position = 0;
            foreach (T value in DenseValues())
                yield return new KeyValuePair<int, T>(position++, value);
        }
        else
        {
            for (int i = 0; i < Count; i++)
                yield return new KeyValuePair<int, T>(Indices[i], Values[i]);
        }
    }

    public IEnumerable<T> DenseValues()
    {
        for (int i = 0, next = 0; i < Length; i++)
        {
            if (IsDense)
                yield return Values[i];
            else
                yield return next < Count && Indices[next] == i ? Values[next++] : default;
        }
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        if ((uint)index >= (uint)Length)
            throw new ArgumentOutOfRangeException(nameof(index));
        if (IsDense)
            return Values[index];
        int at = Indices.AsSpan(0, Count).BinarySearch(index);
        return at < 0 ? default : Values[at];
    }

    public override string ToString() => IsDense
        ? $"Dense vector of size {Length}"
        : $"Sparse vector of size {Length}, {Count} explicit values";

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    private int LowerBound(int index)
    {
        int at = Indices.AsSpan(0, Count).BinarySearch(index);
        return at < 0 ? ~at : at;
    }

    private static void CheckRange(int start, int length, int available)
    {
        if (start < 0 || start > available)
            throw new ArgumentOutOfRangeException(nameof(start), start, "The start lies outside the buffer.");
        if (length < 0 || length > available - start)
            throw new ArgumentOutOfRangeException(nameof(length), length, "The range reaches beyond the end of the buffer.");
    }
}
