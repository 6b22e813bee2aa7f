using Microsoft.ML;

namespace MlNetVad.TestSupport;

/// <summary>A view that remembers how many cursors were opened on it and which columns they asked for.</summary>
internal sealed class CountingView(IDataView inner) : IDataView
{
    public int Cursors { get; private set; }

    public HashSet<string> Requested { get; } = [];

    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        inner.GetRowCursor(Count(columnsNeeded), rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        inner.GetRowCursorSet(Count(columnsNeeded), n, rand);

    private DataViewSchema.Column[] Count(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        DataViewSchema.Column[] columns = columnsNeeded.ToArray();
        Cursors++;
        Requested.UnionWith(columns.Select(c => c.Name));
        return columns;
    }
}
