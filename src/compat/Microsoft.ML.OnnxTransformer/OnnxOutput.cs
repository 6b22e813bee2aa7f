using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An output of a network on one cursor: the values of the row that was computed last.</summary>
internal abstract class OnnxOutput
{
    /// <summary>The output of a column whose type is known at run time only.</summary>
    public static OnnxOutput Of(OnnxColumn column) =>
        (OnnxOutput)Activator.CreateInstance(typeof(OnnxOutput<>).MakeGenericType(column.ItemType.RawType));

    /// <summary>Takes the values over.</summary>
    public abstract void Keep(OrtValue value);

    /// <summary>The column's getter.</summary>
    public abstract Delegate Getter(Action ensureComputed);
}

internal sealed class OnnxOutput<T> : OnnxOutput
    where T : unmanaged
{
    private T[] _values = [];

    public override void Keep(OrtValue value)
    {
        ReadOnlySpan<T> values = value.GetTensorDataAsSpan<T>();
        if (_values.Length != values.Length)
        {
            _values = new T[values.Length];
        }

        values.CopyTo(_values);
    }

    public override Delegate Getter(Action ensureComputed) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
    {
        ensureComputed();
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, _values.Length);
        _values.CopyTo(editor.Values);
        value = editor.Commit();
    });
}
