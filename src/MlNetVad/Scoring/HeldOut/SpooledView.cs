using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>Rows whose columns lie in files.</summary>
/// <param name="schema">The columns.</param>
/// <param name="columns">The file of each.</param>
/// <param name="rows">How many there are.</param>
internal sealed class SpooledView(DataViewSchema schema, IReadOnlyList<SpooledColumn> columns, long rows) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(schema, columns, rows, columnsNeeded.Select(c => c.Index).ToHashSet());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, IReadOnlyList<SpooledColumn> columns, long rows, HashSet<int> needed) : DataViewRowCursor
    {
        private readonly List<IDisposable> _files = [];
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => needed.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw new InvalidOperationException($"Column '{column.Name}' was not requested when the cursor was made.");
            }

            ValueGetter<TValue> getter = ((SpooledColumn<TValue>)columns[column.Index]).Open(() => _position, out IDisposable file);
            _files.Add(file);
            return getter;
        }

        public override bool MoveNext()
        {
            _position = _position + 1 < rows ? _position + 1 : rows;
            return _position < rows;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _files.ForEach(file => file.Dispose());
            }

            base.Dispose(disposing);
        }
    }
}
