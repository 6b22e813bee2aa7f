namespace Microsoft.ML.Data;

/// <summary>Row mappers one after the other; each asks the one before it only for the columns that it needs.</summary>
internal sealed class ChainRowMapper : IRowToRowMapper
{
    private readonly IRowToRowMapper[] _mappers;

    public ChainRowMapper(DataViewSchema inputSchema, IRowToRowMapper[] mappers)
    {
        InputSchema = inputSchema;
        _mappers = mappers;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema => _mappers.Length == 0 ? InputSchema : _mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = dependingColumns;
        for (int i = _mappers.Length - 1; i >= 0; i--)
        {
            needed = _mappers[i].GetDependencies(needed);
        }

        return needed;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        var needed = new DataViewSchema.Column[_mappers.Length][];
        var columns = activeColumns.ToArray();
        for (int i = _mappers.Length - 1; i >= 0; i--)
        {
            needed[i] = columns;
            columns = _mappers[i].GetDependencies(columns).ToArray();
        }

        var row = input;
        for (int i = 0; i < _mappers.Length; i++)
        {
            row = _mappers[i].GetRow(row, needed[i]);
        }

        return row;
    }
}
