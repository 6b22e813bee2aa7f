using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>Some of the rows. Of the others only what is tested is read, never another value.</summary>
/// <param name="input">All rows.</param>
/// <param name="tested">The column that the test reads.</param>
/// <param name="inOrder">Whether the test goes by the order of rows.</param>
/// <param name="test">Makes a cursor's test: whether its present row is kept.</param>
internal sealed class RowFilterView(IDataView input, DataViewSchema.Column tested, bool inOrder, Func<DataViewRowCursor, Func<bool>> test) : IDataView
{
    public bool CanShuffle => !inOrder && input.CanShuffle;

    public DataViewSchema Schema => input.Schema;

    /// <summary>The rows of some groups.</summary>
    public static RowFilterView OfGroups(IDataView input, DataViewSchema.Column group, IReadOnlySet<string> kept) => new(input, group, inOrder: false, cursor =>
    {
        string name = "";
        Func<bool> isNew = Changes(cursor, group, found => name = found);
        bool isKept = false;
        return () => isKept = isNew() ? kept.Contains(name) : isKept;
    });

    /// <summary>The rows of some stretches.</summary>
    public static RowFilterView OfExcerpts(IDataView input, DataViewSchema.Column group, Excerpts excerpts) => new(input, group, inOrder: true, cursor =>
    {
        Func<bool> isNew = Changes(cursor, group);
        (long stretch, long rows) = (-1, 0);
        return () =>
        {
            rows++;
            if (isNew() || rows == excerpts.Rows)
            {
                (stretch, rows) = (stretch + 1, 0);
            }

            return excerpts.Hold(stretch);
        };
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
        return inOrder
            ? [GetRowCursor(needed)]
            : [.. input.GetRowCursorSet(WithTested(needed), n, rand).Select(source => new Cursor(source, needed, test))];
    }

    private IEnumerable<DataViewSchema.Column> WithTested(DataViewSchema.Column[] needed) =>
        needed.Append(tested).DistinctBy(c => c.Index);

    // whether the present row's group is another than the last one's
    private static Func<bool> Changes(DataViewRowCursor cursor, DataViewSchema.Column group, Action<string>? found = null)
    {
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(group);
        ReadOnlyMemory<char> name = default;
        string? last = null;
        return () =>
        {
            getter(ref name);
            if (last is not null && name.Span.SequenceEqual(last))
            {
                return false;
            }

            last = name.ToString();
            found?.Invoke(last);
            return true;
        };
    }

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
