namespace Microsoft.ML.Data;

/// <summary>
/// Keeps in memory what was read of the columns that were asked for. Each column is read once, row by row as the
/// cursors get there; columns first asked for together are read together.
/// </summary>
internal sealed class CacheView : IDataView
{
    private readonly IDataView _input;
    private readonly int[] _prefetch;
    private readonly CacheGroup[] _groups;
    private readonly ColumnBuffer[] _buffers;
    private readonly Lock _lock = new();
    private long? _rowCount;

    public CacheView(IDataView input, params string[] columnsToPrefetch)
    {
        _input = input ?? throw new ArgumentNullException(nameof(input));
        _prefetch = (columnsToPrefetch ?? []).Select(name => input.Schema[name].Index).Distinct().ToArray();
        _groups = new CacheGroup[input.Schema.Count];
        _buffers = new ColumnBuffer[input.Schema.Count];
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _input.Schema;

    public long? GetRowCount()
    {
        lock (_lock)
            return _rowCount ?? _input.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = new ActiveColumns(Schema, columnsNeeded);
        CacheGroup[] groups = GroupsOf(active.Indices.ToArray());
        var order = rand is null ? null : new Lazy<int[]>(() => Shuffling.Permutation(groups[0].FillAll(), rand));
        int cursors = RowBlocks.Cursors(n, GetRowCount() ?? long.MaxValue);
        return Enumerable.Range(0, cursors)
            .Select(cursor => (DataViewRowCursor)new Cursor(this, active, groups, order, cursor, cursors))
            .ToArray();
    }

    // At least one group, so that a cursor without columns still knows the number of rows.
    private CacheGroup[] GroupsOf(int[] columns)
    {
        lock (_lock)
        {
            int[] missing = columns.Where(column => _groups[column] is null).ToArray();
            if (missing.Intersect(_prefetch).Any())
                missing = missing.Union(_prefetch.Where(column => _groups[column] is null)).ToArray();
            if (missing.Length > 0)
            {
                foreach (int column in missing)
                    _buffers[column] = ColumnBuffer.Create(Schema[column]);
                var group = new CacheGroup(_input, missing.Select(column => (Schema[column], _buffers[column])).ToArray(), Completed);
                foreach (int column in missing)
                    _groups[column] = group;
            }
            if (columns.Length > 0)
                return columns.Select(column => _groups[column]).Distinct().ToArray();
            return [_groups.FirstOrDefault(group => group is not null) ?? new CacheGroup(_input, [], Completed)];
        }
    }

    private void Completed(int rows)
    {
        lock (_lock)
            _rowCount = rows;
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly CacheView _view;
        private readonly ActiveColumns _active;
        private readonly CacheGroup[] _groups;
        private readonly Lazy<int[]> _order;
        private readonly int _cursor;
        private readonly int _cursors;
        private readonly Delegate[] _getters;
        private long _position = -1;
        private int _slot = -1;
        private int _row = -1;

        public Cursor(CacheView view, ActiveColumns active, CacheGroup[] groups, Lazy<int[]> order, int cursor, int cursors)
        {
            _view = view;
            _active = active;
            _groups = groups;
            _order = order;
            _cursor = cursor;
            _cursors = cursors;
            _getters = new Delegate[view.Schema.Count];
            Func<int> row = () => _row >= 0 ? _row : throw new InvalidOperationException("The cursor is not on a row.");
            foreach (int column in active.Indices)
                _getters[column] = view._buffers[column].Getter(row);
        }

        public override long Position => _position;

        public override long Batch => _cursors == 1 ? 0 : RowBlocks.BatchOf(_slot);

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            Getters.Checked<TValue>(_active.Contains(column) ? _getters[column.Index] : null, column);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 0);

        public override bool MoveNext()
        {
            if (_slot != int.MaxValue)
                _slot = RowBlocks.Next(_slot, _cursor, _cursors);
            if (!HasRow())
            {
                (_slot, _row, _position) = (int.MaxValue, -1, -1);
                return false;
            }
            _position++;
            return true;
        }

        private bool HasRow()
        {
            if (_order is not null && _slot >= _order.Value.Length)
                return false;
            _row = _order is null ? _slot : _order.Value[_slot];
            bool has = true;
            foreach (CacheGroup group in _groups)
                has &= group.FillTo(_row);
            return has;
        }
    }
}
