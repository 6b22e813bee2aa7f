using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input of a network on one cursor: the current row's value as a tensor.</summary>
internal abstract class OnnxInput
{
    /// <summary>The input of a column whose type is known at run time only.</summary>
    public static OnnxInput Of(DataViewRow row, DataViewSchema.Column source, OnnxColumn column) =>
        (OnnxInput)Activator.CreateInstance(typeof(OnnxInput<>).MakeGenericType(column.ItemType.RawType), row, source, column);

    /// <summary>The current row's tensor; it is valid until the next row, and the caller's to dispose of.</summary>
    public abstract OrtValue Read();
}

internal sealed class OnnxInput<T> : OnnxInput
    where T : unmanaged
{
    private readonly OnnxColumn _column;
    private readonly ValueGetter<T> _scalar;
    private readonly ValueGetter<VBuffer<T>> _vector;
    private T[] _values = new T[1];
    private VBuffer<T> _buffer;

    public OnnxInput(DataViewRow row, DataViewSchema.Column source, OnnxColumn column)
    {
        _column = column;
        if (source.Type is VectorDataViewType)
        {
            _vector = row.GetGetter<VBuffer<T>>(source);
        }
        else
        {
            _scalar = row.GetGetter<T>(source);
        }
    }

    public override OrtValue Read()
    {
        if (_scalar is not null)
        {
            _scalar(ref _values[0]);
        }
        else
        {
            _vector(ref _buffer);
            if (_values.Length != _buffer.Length)
            {
                _values = new T[_buffer.Length];
            }

            _buffer.CopyTo(_values);
        }

        return OrtValue.CreateTensorValueFromMemory(_values, _column.ShapeFor(_values.Length));
    }
}
