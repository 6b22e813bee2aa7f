using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>
/// The rows of several views of one schema, one view after the other; a view's cursor is opened when its turn comes.
/// Row ids are the views' own, so the views should be parts of one data set.
/// </summary>
internal sealed class ConcatenatedView(IReadOnlyList<IDataView> parts) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => parts[0].Schema;

    public long? GetRowCount()
    {
        long sum = 0;
        foreach (IDataView part in parts)
        {
            if (part.GetRowCount() is not { } count)
            {
                return null;
            }

            sum += count;
        }

        return sum;
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(parts, Schema, columnsNeeded.Select(c => c.Index).ToHashSet());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IReadOnlyList<IDataView> parts, DataViewSchema schema, HashSet<int> needed) : DataViewRowCursor
    {
        private int _next;
        private DataViewRowCursor? _current;
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => needed.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => Following(cursor => cursor.GetIdGetter());

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? Following(cursor => cursor.GetGetter<TValue>(cursor.Schema[column.Index]))
            : throw new InvalidOperationException($"Column '{column.Name}' was not requested when the cursor was made.");

        public override bool MoveNext()
        {
            while (true)
            {
                if (_current?.MoveNext() == true)
                {
                    _position++;
                    return true;
                }

                _current?.Dispose();
                _current = null;
                if (_next == parts.Count)
                {
                    _position = -1;
                    return false;
                }

                IDataView part = parts[_next++];
                _current = part.GetRowCursor(part.Schema.Where(c => needed.Contains(c.Index)));
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _current?.Dispose();
            }

            base.Dispose(disposing);
        }

        /// <summary>A getter that is connected again whenever the next view's turn has come.</summary>
        private ValueGetter<T> Following<T>(Func<DataViewRowCursor, ValueGetter<T>> connect)
        {
            DataViewRowCursor? connected = null;
            ValueGetter<T>? getter = null;
            return (ref T value) =>
            {
                DataViewRowCursor current = _current ?? throw new InvalidOperationException("The cursor is not on a row.");
                if (connected != current)
                {
                    getter = connect(current);
                    connected = current;
                }

                getter!(ref value);
            };
        }
    }
}
