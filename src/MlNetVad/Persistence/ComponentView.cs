using Microsoft.ML;

namespace MlNetVad.Persistence;

/// <summary>The rows of a component: the input's rows and the component's columns.</summary>
internal sealed class ComponentView(IDataView input, ComponentMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle && !mapper.Component.IsSequential;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    /// <summary>The view in which a column begins, below the components that hand it on as it is.</summary>
    public static IDataView Origin(IDataView view, DataViewSchema.Column column) =>
        view is ComponentView components && column.Index < components.InputSchema.Count ? Origin(components.Input, column) : view;

    private IDataView Input => input;

    private DataViewSchema InputSchema => mapper.InputSchema;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        DataViewRowCursor source = input.GetRowCursor(mapper.GetDependencies(needed), CanShuffle ? rand : null);
        return new ComponentCursor(source, mapper.Bind(source, needed));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        if (mapper.Component.IsSequential)
        {
            return [GetRowCursor(needed)];
        }

        return input.GetRowCursorSet(mapper.GetDependencies(needed), n, CanShuffle ? rand : null)
            .Select(source => (DataViewRowCursor)new ComponentCursor(source, mapper.Bind(source, needed)))
            .ToArray();
    }
}

/// <summary>A cursor over a component's rows.</summary>
internal sealed class ComponentCursor(DataViewRowCursor input, RowBinding binding) : DataViewRowCursor, ILendingRow
{
    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => binding.Schema;

    public override ValueGetter<Microsoft.ML.Data.DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => binding.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => binding.Getter<TValue>(column);

    public ValueGetter<T>? Lent<T>(DataViewSchema.Column column) => binding.Lent<T>(column);

    public override bool MoveNext()
    {
        if (binding.SeesEveryRow && input.Position >= 0)
        {
            binding.EnsureComputed();   // whether or not its value was asked for
        }

        return input.MoveNext();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            binding.Dispose();
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>A single row with a component's columns, as PredictionEngine uses it.</summary>
internal sealed class ComponentRow(DataViewRow input, RowBinding binding) : DataViewRow, ILendingRow
{
    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => binding.Schema;

    public override ValueGetter<Microsoft.ML.Data.DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => binding.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => binding.Getter<TValue>(column);

    public ValueGetter<T>? Lent<T>(DataViewSchema.Column column) => binding.Lent<T>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            binding.Dispose();
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
