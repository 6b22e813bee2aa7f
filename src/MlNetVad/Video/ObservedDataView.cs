using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Video;

/// <summary>How far a pass over the clips has come.</summary>
/// <param name="Pass">1 for the first pass; training makes several.</param>
/// <param name="Done">Clips seen in this pass.</param>
/// <param name="Total">All clips of a pass, null where it is not known beforehand.</param>
public readonly record struct VideoProgress(int Pass, long Done, long? Total);

/// <summary>A view that reports every pass over it and stops it on request; the rows are the inner view's.</summary>
internal sealed class ObservedDataView(IDataView inner, IProgress<VideoProgress> progress, CancellationToken cancellation) : IDataView
{
    private readonly long? _total = inner.GetRowCount();
    private int _passes;

    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => _total;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int pass = Interlocked.Increment(ref _passes);
        return new Cursor(inner.GetRowCursor(columnsNeeded, rand), done =>
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new VideoProgress(pass, done, _total));
        });
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor inner, Action<long> report) : DataViewRowCursor
    {
        private long _done;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override DataViewSchema Schema => inner.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => inner.GetGetter<TValue>(column);

        public override bool MoveNext()
        {
            if (!inner.MoveNext())
            {
                return false;
            }

            report(++_done);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
