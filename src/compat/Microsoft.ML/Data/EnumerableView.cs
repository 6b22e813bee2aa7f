namespace Microsoft.ML.Data;

/// <summary>A view over objects. A list is counted, shuffled and read by several cursors; any other sequence is streamed.</summary>
internal sealed class EnumerableView<T> : IDataView
    where T : class
{
    private readonly IEnumerable<T> _rows;
    private readonly IList<T> _list;
    private readonly RowWriter<T> _writer;

    public EnumerableView(IEnumerable<T> rows, SchemaDefinition definition)
    {
        _rows = rows ?? throw new ArgumentNullException(nameof(rows));
        _list = rows as IList<T>;
        _writer = new RowWriter<T>(definition);
    }

    public bool CanShuffle => _list is not null;

    public DataViewSchema Schema => _writer.Schema;

    public long? GetRowCount() => (_rows as ICollection<T>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = new ActiveColumns(Schema, columnsNeeded);
        if (_list is null)
            return new StreamCursor(this, active);
        return new ListCursor(this, active, rand is null ? null : Shuffling.Permutation(_list.Count, rand), 0, 1);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        int cursors = _list is null ? 1 : RowBlocks.Cursors(n, _list.Count);
        if (cursors == 1)
            return [GetRowCursor(columnsNeeded, rand)];
        var active = new ActiveColumns(Schema, columnsNeeded);
        int[] order = rand is null ? null : Shuffling.Permutation(_list.Count, rand);
        return Enumerable.Range(0, cursors)
            .Select(cursor => (DataViewRowCursor)new ListCursor(this, active, order, cursor, cursors))
            .ToArray();
    }

    private abstract class Cursor : DataViewRowCursor
    {
        private readonly EnumerableView<T> _view;
        private readonly ActiveColumns _active;
        private readonly Delegate[] _getters;
        private long _position = -1;

        protected Cursor(EnumerableView<T> view, ActiveColumns active)
        {
            _view = view;
            _active = active;
            _getters = new Delegate[view.Schema.Count];
            Func<T> current = () => Current ?? throw new InvalidOperationException("The cursor is not on a row.");
            foreach (int column in active.Indices)
                _getters[column] = view._writer.CreateGetter(column, current);
        }

        public sealed override long Position => _position;

        public sealed override DataViewSchema Schema => _view.Schema;

        protected T Current { get; set; }

        /// <summary>The row's index in the data.</summary>
        protected abstract long RowIndex { get; }

        public sealed override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

        public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            _active.Contains(column) ? Getters.Checked<TValue>(_getters[column.Index], column) : Getters.Checked<TValue>(null, column);

        public sealed override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)RowIndex, 0);

        public sealed override bool MoveNext()
        {
            if (!Advance())
            {
                _position = -1;
                Current = null;
                return false;
            }
            _position++;
            return true;
        }

        protected abstract bool Advance();
    }

    private sealed class StreamCursor(EnumerableView<T> view, ActiveColumns active) : Cursor(view, active)
    {
        private readonly IEnumerator<T> _rows = view._rows.GetEnumerator();

        public override long Batch => 0;

        protected override long RowIndex => Position;

        protected override bool Advance()
        {
            if (!_rows.MoveNext())
                return false;
            Current = _rows.Current;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _rows.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class ListCursor(EnumerableView<T> view, ActiveColumns active, int[] order, int cursor, int cursors) : Cursor(view, active)
    {
        private readonly IList<T> _list = view._list;
        private int _slot = -1;

        public override long Batch => cursors == 1 ? 0 : RowBlocks.BatchOf(_slot);

        protected override long RowIndex => order is null ? _slot : order[_slot];

        protected override bool Advance()
        {
            _slot = RowBlocks.Next(_slot, cursor, cursors);
            if (_slot >= (order?.Length ?? _list.Count))
                return false;
            Current = _list[(int)RowIndex];
            return true;
        }
    }
}

/// <summary>Deals rows to several cursors in blocks, round robin: block b belongs to cursor b mod n and is its batch.</summary>
internal static class RowBlocks
{
    private const int Rows = 64;

    /// <summary>How many cursors are worth having.</summary>
    public static int Cursors(int wanted, long rows) => (int)Math.Clamp((rows + Rows - 1) / Rows, 1, Math.Max(1, wanted));

    public static long BatchOf(int row) => row / Rows;

    /// <summary>The row after this one (-1 before the first) that belongs to a cursor.</summary>
    public static int Next(int row, int cursor, int cursors)
    {
        if (row < 0)
            return cursor * Rows;
        return (row + 1) % Rows != 0 ? row + 1 : row + 1 + ((cursors - 1) * Rows);
    }
}
