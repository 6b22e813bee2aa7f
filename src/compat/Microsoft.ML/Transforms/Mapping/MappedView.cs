namespace Microsoft.ML.Transforms;

/// <summary>A view through a row mapping: lazy, asking its source only for what the active columns depend on.</summary>
internal sealed class MappedView(IDataView source, RowMapping mapping, bool oneCursor = false) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapping.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Snapshot(columnsNeeded);
        return Wrap(source.GetRowCursor(mapping.GetDependencies(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Snapshot(columnsNeeded);
        var needed = mapping.GetDependencies(active);
        if (oneCursor)
        {
            return [Wrap(source.GetRowCursor(needed, rand), active)];
        }

        return Array.ConvertAll(source.GetRowCursorSet(needed, n, rand), cursor => Wrap(cursor, active));
    }

    private static DataViewSchema.Column[] Snapshot(IEnumerable<DataViewSchema.Column> columns) =>
        (columns ?? throw new ArgumentNullException(nameof(columns))).ToArray();

    private MappedCursor Wrap(DataViewRowCursor cursor, DataViewSchema.Column[] active) =>
        new(cursor, new MappedColumns(mapping, cursor, active));
}
