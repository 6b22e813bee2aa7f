namespace Microsoft.ML.Data;

/// <summary>A cursor whose rows are rows of another: columns, batch and id pass through.</summary>
internal abstract class PassThroughCursor(DataViewRowCursor input) : DataViewRowCursor
{
    private long _position = -1;

    public override long Position => _position;

    public override long Batch => Input.Batch;

    public override DataViewSchema Schema => Input.Schema;

    protected DataViewRowCursor Input { get; } = input;

    public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public sealed override bool MoveNext()
    {
        if (!MoveInput())
        {
            _position = -1;
            return false;
        }
        _position++;
        return true;
    }

    /// <summary>Moves the input to the next row that belongs to this cursor.</summary>
    protected abstract bool MoveInput();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A view with its input's schema and one cursor.</summary>
internal abstract class RowView(IDataView input) : IDataView
{
    public abstract bool CanShuffle { get; }

    public DataViewSchema Schema => Input.Schema;

    public IDataView Input { get; } = input ?? throw new ArgumentNullException(nameof(input));

    public abstract long? GetRowCount();

    public abstract DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>Which columns of a schema a cursor was asked for.</summary>
internal sealed class ActiveColumns
{
    private readonly bool[] _active;

    public ActiveColumns(DataViewSchema schema, IEnumerable<DataViewSchema.Column> needed)
    {
        _active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in needed ?? [])
        {
            if (column.Index >= _active.Length || schema[column.Index].Name != column.Name)
                throw new ArgumentOutOfRangeException(nameof(needed), $"Column '{column.Name}' is not a column of this view.");
            _active[column.Index] = true;
        }
    }

    public IEnumerable<int> Indices => Enumerable.Range(0, _active.Length).Where(index => _active[index]);

    public bool Contains(DataViewSchema.Column column) => column.Index < _active.Length
        ? _active[column.Index]
        : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not a column of this view.");
}

/// <summary>The checks of every cursor that hands out ready-made getters.</summary>
internal static class Getters
{
    /// <summary>The getter as the type that was asked for.</summary>
    /// <exception cref="InvalidOperationException">The column is not active (no getter) or has values of another type.</exception>
    public static ValueGetter<TValue> Checked<TValue>(Delegate getter, DataViewSchema.Column column)
    {
        if (getter is null)
            throw new InvalidOperationException($"Column '{column.Name}' is not active in the cursor");
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Invalid TValue in GetGetter of column '{column.Name}': '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");
    }
}

internal static class Shuffling
{
    /// <summary>A random order of 0..count-1.</summary>
    public static int[] Permutation(int count, Random rand)
    {
        int[] order = Enumerable.Range(0, count).ToArray();
        rand.Shuffle(order);
        return order;
    }
}
