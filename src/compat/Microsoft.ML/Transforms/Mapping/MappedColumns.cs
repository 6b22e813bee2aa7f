namespace Microsoft.ML.Transforms;

/// <summary>The columns of one mapped row or cursor: passed through from the input, or made by the mapping's getters.</summary>
internal sealed class MappedColumns
{
    private readonly RowMapping _mapping;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly Delegate[] _added;

    public MappedColumns(RowMapping mapping, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _mapping = mapping;
        _input = input;
        _active = new bool[mapping.OutputSchema.Count];
        var activeAdded = mapping.NewAddedFlags();
        foreach (var column in activeColumns)
        {
            _active[column.Index] = true;
            int from = mapping.Layout[column.Index];
            if (from < 0)
            {
                activeAdded[~from] = true;
            }
        }

        _added = mapping.GettersOf(input, activeAdded);
    }

    public DataViewSchema Schema => _mapping.OutputSchema;

    public bool IsActive(DataViewSchema.Column column) =>
        (uint)column.Index < (uint)_active.Length
            ? _active[column.Index]
            : throw new ArgumentOutOfRangeException(nameof(column), $"The view has no column '{column.Name}' with index {column.Index}.");

    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"The requested column '{column.Name}' is not active.");
        }

        int from = _mapping.Layout[column.Index];
        if (from >= 0)
        {
            return _input.GetGetter<TValue>(_mapping.InputSchema[from]);
        }

        return _added[~from] as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' has values of type '{column.Type.RawType}', but type '{typeof(TValue)}' was requested.");
    }
}
