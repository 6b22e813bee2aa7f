using Microsoft.ML;

namespace Compat.Conformance.Chains;

/// <summary>Passes a view through and notes which columns each cursor over it asked for.</summary>
internal sealed class ProbeView(IDataView source) : IDataView
{
    public List<string> Requests { get; } = [];

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        Note(columns);
        return source.GetRowCursor(columns, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        Note(columns);
        return source.GetRowCursorSet(columns, n, rand);
    }

    private void Note(DataViewSchema.Column[] columns) => Requests.Add(string.Join(",", columns.Select(column => column.Name)));
}
