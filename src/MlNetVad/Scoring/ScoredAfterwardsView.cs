using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>The input's rows and a score that takes whole videos to know, which is computed when a cursor first asks for it.</summary>
/// <param name="input">The rows.</param>
/// <param name="schema">Their schema, and the score behind it.</param>
/// <param name="score">The scores in row order.</param>
internal sealed class ScoredAfterwardsView(IDataView input, DataViewSchema schema, Func<float[]> score) : IDataView
{
    private readonly Lazy<float[]> _scores = new(score);

    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        HashSet<int> needed = columnsNeeded.Select(c => c.Index).ToHashSet();
        DataViewRowCursor source = input.GetRowCursor(input.Schema.Where(c => needed.Contains(c.Index)));
        return new Cursor(source, schema, needed, needed.Contains(input.Schema.Count) ? _scores.Value : null);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema schema, HashSet<int> needed, float[]? scores) : DataViewRowCursor
    {
        private long _row = -1;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => needed.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw new InvalidOperationException($"Column '{column.Name}' was not requested when the cursor was made.");
            }

            if (column.Index < input.Schema.Count)
            {
                return input.GetGetter<TValue>(input.Schema[column.Index]);
            }

            ValueGetter<float> getter = (ref float value) => value = scores![_row];
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Column '{column.Name}' holds Single, but a getter of {typeof(TValue).Name} was asked for.");
        }

        public override bool MoveNext()
        {
            _row++;
            return input.MoveNext();
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
