using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A row that shows one object after the other; each counts as a new position, so that nothing computed for the last one is served again.</summary>
internal sealed class ExampleRow<T>(RowWriter<T> writer) : DataViewRow
    where T : class
{
    private readonly Delegate[] _getters = new Delegate[writer.Schema.Count];
    private T _current;
    private long _position = -1;

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => writer.Schema;

    public void Show(T example)
    {
        _current = example;
        _position++;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var getter = _getters[column.Index] ??= writer.CreateGetter(column.Index, () => _current);
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' has values of type '{column.Type.RawType}', but type '{typeof(TValue)}' was requested.");
    }
}
