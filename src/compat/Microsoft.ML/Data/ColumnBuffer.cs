namespace Microsoft.ML.Data;

/// <summary>Values of one column by slot, whatever their type.</summary>
internal abstract class ColumnBuffer
{
    public static ColumnBuffer Create(DataViewSchema.Column column)
    {
        Type kind = column.Type is VectorDataViewType vector
            ? typeof(VectorBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ScalarBuffer<>).MakeGenericType(column.Type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(kind, column);
    }

    /// <summary>An action that copies the row's current value into a slot, for which there must be room.</summary>
    public abstract Action<int> Filler(DataViewRow row);

    /// <summary>A getter that copies the value of whatever slot is current when it is called.</summary>
    public abstract Delegate Getter(Func<int> slot);

    /// <summary>Makes room for so many slots; readers of filled slots are not disturbed.</summary>
    public abstract void Reserve(int slots);
}

internal abstract class ColumnBuffer<TValue>(DataViewSchema.Column column) : ColumnBuffer
{
    // Replaced as a whole when it grows: a reader sees the old array or the new one, both with its slot.
    private volatile TValue[] _values = [];

    protected TValue[] Values => _values;

    public sealed override Action<int> Filler(DataViewRow row)
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        return slot => getter(ref _values[slot]);
    }

    public sealed override void Reserve(int slots)
    {
        TValue[] values = _values;
        if (slots <= values.Length)
            return;
        var grown = new TValue[Math.Max(slots, (int)Math.Min(2L * values.Length, Array.MaxLength))];
        values.CopyTo(grown, 0);
        _values = grown;
    }
}

internal sealed class ScalarBuffer<TValue>(DataViewSchema.Column column) : ColumnBuffer<TValue>(column)
{
    public override Delegate Getter(Func<int> slot) =>
        (ValueGetter<TValue>)((ref TValue value) => value = Values[slot()]);
}

internal sealed class VectorBuffer<TItem>(DataViewSchema.Column column) : ColumnBuffer<VBuffer<TItem>>(column)
{
    public override Delegate Getter(Func<int> slot) =>
        (ValueGetter<VBuffer<TItem>>)((ref VBuffer<TItem> value) => Values[slot()].CopyTo(ref value));
}
