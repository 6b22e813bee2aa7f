using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>The rows of some groups. Of the other rows only the group's name is read, never another value.</summary>
internal sealed class GroupFilterView(IDataView input, DataViewSchema.Column group, IReadOnlySet<string> kept) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        return new Cursor(input.GetRowCursor(WithGroup(needed), rand), group, kept, needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        return input.GetRowCursorSet(WithGroup(needed), n, rand)
            .Select(source => (DataViewRowCursor)new Cursor(source, group, kept, needed))
            .ToArray();
    }

    private IEnumerable<DataViewSchema.Column> WithGroup(DataViewSchema.Column[] needed) =>
        needed.Append(group).DistinctBy(c => c.Index);

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly ValueGetter<ReadOnlyMemory<char>> _groupGetter;
        private readonly IReadOnlySet<string> _kept;
        private readonly HashSet<int> _needed;
        private ReadOnlyMemory<char> _group;
        private string _lastName = "";
        private bool _lastKept;
        private long _position = -1;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column group, IReadOnlySet<string> kept, DataViewSchema.Column[] needed)
        {
            _input = input;
            _groupGetter = input.GetGetter<ReadOnlyMemory<char>>(group);
            _kept = kept;
            _lastKept = kept.Contains(_lastName);
            _needed = needed.Select(c => c.Index).ToHashSet();
        }

        public override long Position => _position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema => _input.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _needed.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? _input.GetGetter<TValue>(column)
            : throw new InvalidOperationException($"Column '{column.Name}' was not requested when the cursor was made.");

        public override bool MoveNext()
        {
            while (_input.MoveNext())
            {
                if (IsKept())
                {
                    _position++;
                    return true;
                }
            }

            _position = -1;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _input.Dispose();
            }

            base.Dispose(disposing);
        }

        private bool IsKept()
        {
            _groupGetter(ref _group);
            if (!_group.Span.SequenceEqual(_lastName))
            {
                _lastName = _group.ToString();
                _lastKept = _kept.Contains(_lastName);
            }

            return _lastKept;
        }
    }
}
