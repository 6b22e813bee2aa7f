namespace Microsoft.ML.Data;

/// <summary>The rows in an order that a seed decides: a pool of rows is kept filled, and each next row is drawn from it.</summary>
internal sealed class ShuffleView : RowView
{
    private readonly int _seed;
    private readonly int _poolRows;
    private readonly bool _shuffleSource;

    public ShuffleView(IDataView input, int seed, int poolRows, bool shuffleSource)
        : base(input)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(poolRows);
        _seed = seed;
        _poolRows = poolRows;
        _shuffleSource = shuffleSource && input.CanShuffle;
    }

    public override bool CanShuffle => true;

    public override long? GetRowCount() => Input.GetRowCount();

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        rand ??= new Random(_seed);
        var active = new ActiveColumns(Schema, columnsNeeded);
        DataViewSchema.Column[] columns = active.Indices.Select(index => Schema[index]).ToArray();
        DataViewRowCursor input = Input.GetRowCursor(columns, _shuffleSource ? new Random(rand.Next()) : null);
        return new Cursor(input, columns, active, _poolRows, rand);
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly ActiveColumns _active;
        private readonly Random _rand;
        private readonly Action<int>[] _fillers;
        private readonly Delegate[] _getters;
        private readonly ValueGetter<DataViewRowId> _inputId;
        private readonly ColumnBuffer[] _buffers;
        private readonly int _poolRows;
        private readonly List<DataViewRowId> _ids = new();
        private readonly List<int> _waiting = new();
        private bool _inputEnded;
        private int _current = -1;
        private long _position = -1;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, ActiveColumns active, int poolRows, Random rand)
        {
            _input = input;
            _active = active;
            _poolRows = poolRows;
            _rand = rand;
            _inputId = input.GetIdGetter();
            _buffers = Array.ConvertAll(columns, ColumnBuffer.Create);
            _fillers = Array.ConvertAll(_buffers, buffer => buffer.Filler(input));
            _getters = new Delegate[input.Schema.Count];
            for (int i = 0; i < columns.Length; i++)
                _getters[columns[i].Index] = _buffers[i].Getter(CurrentSlot);
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => _input.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            Getters.Checked<TValue>(_active.Contains(column) ? _getters[column.Index] : null, column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CurrentSlot()];

        public override bool MoveNext()
        {
            // The row just left gives its slot to the next row of the input; at the start all slots are filled.
            if (_current >= 0)
                Fill(_current);
            while (_ids.Count < _poolRows && Fill(_ids.Count))
            {
            }
            if (_waiting.Count == 0)
            {
                (_current, _position) = (-1, -1);
                return false;
            }
            int drawn = _rand.Next(_waiting.Count);
            _current = _waiting[drawn];
            _waiting[drawn] = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
            _position++;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }

        private int CurrentSlot() => _current >= 0 ? _current : throw new InvalidOperationException("The cursor is not on a row.");

        private bool Fill(int slot)
        {
            if (_inputEnded || !_input.MoveNext())
            {
                _inputEnded = true;
                return false;
            }
            if (slot == _ids.Count)
                _ids.Add(default);
            DataViewRowId id = default;
            _inputId(ref id);
            _ids[slot] = id;
            foreach (ColumnBuffer buffer in _buffers)
                buffer.Reserve(slot + 1);
            foreach (Action<int> fill in _fillers)
                fill(slot);
            _waiting.Add(slot);
            return true;
        }
    }
}
