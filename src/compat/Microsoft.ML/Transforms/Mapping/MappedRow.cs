using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

internal sealed class MappedRow(DataViewRow input, MappedColumns columns) : DataViewRow
{
    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => columns.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}

internal sealed class MappedCursor(DataViewRowCursor input, MappedColumns columns) : DataViewRowCursor
{
    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => columns.Schema;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => columns.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
