using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>Some of the rows. Of the others only what is tested is read, never another value.</summary>
/// <param name="input">All rows.</param>
/// <param name="tested">The column that the test reads; null where it reads none and counts rows, so that they must come in order.</param>
/// <param name="test">Makes a cursor's test: whether its present row is kept.</param>
internal sealed class RowFilterView(IDataView input, DataViewSchema.Column? tested, Func<DataViewRowCursor, Func<bool>> test) : IDataView
{
    public bool CanShuffle => tested is not null && input.CanShuffle;

    public DataViewSchema Schema => input.Schema;

    /// <summary>The rows of some groups.</summary>
    public static RowFilterView OfGroups(IDataView input, DataViewSchema.Column group, IReadOnlySet<string> kept) => new(input, group, cursor =>
    {
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(group);
        ReadOnlyMemory<char> name = default;
        string last = "";
        bool isKept = kept.Contains(last);
        return () =>
        {
            getter(ref name);
            if (!name.Span.SequenceEqual(last))
            {
                last = name.ToString();
                isKept = kept.Contains(last);
            }

            return isKept;
        };
    });

    /// <summary>The rows of some stretches.</summary>
    public static RowFilterView OfExcerpts(IDataView input, Excerpts excerpts) => new(input, null, _ =>
    {
        long rows = 0;
        return () => excerpts.Hold(rows++);
    });

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        return new Cursor(input.GetRowCursor(WithTested(needed), CanShuffle ? rand : null), needed, test);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        return tested is null
            ? [GetRowCursor(needed)]
            : [.. input.GetRowCursorSet(WithTested(needed), n, rand).Select(source => new Cursor(source, needed, test))];
    }

    private IEnumerable<DataViewSchema.Column> WithTested(DataViewSchema.Column[] needed) =>
        tested is { } column ? needed.Append(column).DistinctBy(c => c.Index) : needed;

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] needed, Func<DataViewRowCursor, Func<bool>> test) : DataViewRowCursor
    {
        private readonly Func<bool> _isKept = test(input);
        private readonly HashSet<int> _needed = needed.Select(c => c.Index).ToHashSet();
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => input.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _needed.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? input.GetGetter<TValue>(column)
            : throw new InvalidOperationException($"Column '{column.Name}' was not requested when the cursor was made.");

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                if (_isKept())
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
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
