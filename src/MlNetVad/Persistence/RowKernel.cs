using Microsoft.ML;

namespace MlNetVad.Persistence;

/// <summary>
/// What a component computes for one row: it reads <see cref="Inputs"/>, writes <see cref="Outputs"/>.
/// There is one kernel a cursor, so it may keep scratch memory; a kernel that keeps state between rows belongs to a
/// component that says <see cref="ComponentTransformer.IsSequential"/>.
/// </summary>
internal abstract class RowKernel : IDisposable
{
    /// <summary>The input slots, in the order of the component's input columns.</summary>
    public abstract IReadOnlyList<InputSlot> Inputs { get; }

    /// <summary>The output slots, in the order of the component's output columns.</summary>
    public abstract IReadOnlyList<OutputSlot> Outputs { get; }

    /// <summary>The component of a saved model, whose rows come as numbers without dimensions; null where a schema was checked.</summary>
    public ComponentTransformer? Saved { get; set; }

    /// <summary>Computes a row of a saved model, once its clips are those that the model was fitted to.</summary>
    /// <exception cref="VadException">They are not.</exception>
    public void Run()
    {
        if (Saved is not null)
        {
            ClipPromise.Check(Saved, Inputs);
        }

        Compute();
    }

    /// <summary>Computes every output from the values that the input slots hold.</summary>
    public abstract void Compute();

    /// <summary>Gives pooled memory back.</summary>
    public virtual void Dispose()
    {
    }
}

/// <summary>A place where an input value waits for the kernel.</summary>
internal abstract class InputSlot
{
    /// <summary>Connects the slot to a column of a row.</summary>
    public abstract void Bind(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Fetches the current row's value.</summary>
    public abstract void Read();
}

/// <summary>An input slot of one .NET type. It fetches a row's value once, and lends it to the slots of components above it: clips are large.</summary>
/// <typeparam name="T">The column's raw type, such as <c>VBuffer&lt;byte&gt;</c>.</typeparam>
internal sealed class InputSlot<T> : InputSlot
{
    private ValueGetter<T>? _getter;
    private DataViewRow? _row;
    private long _read = long.MinValue;

    /// <summary>The current row's value; may be another slot's, so it is only looked at.</summary>
    public T Value = default!;

    public override void Bind(DataViewRow row, DataViewSchema.Column column) =>
        (_row, _getter) = (row, (row as ILendingRow)?.Lent<T>(column) ?? row.GetGetter<T>(column));

    public override void Read()
    {
        if (_read != _row!.Position)
        {
            _getter!(ref Value);
            _read = _row.Position;
        }
    }

    /// <summary>Gives the current row's value without copying it.</summary>
    public void Lend(ref T value)
    {
        Read();
        value = Value;
    }
}

/// <summary>A row whose component has read some of its columns.</summary>
internal interface ILendingRow
{
    /// <summary>Gives a value that is whole until the next row and must not be changed; null where none is held.</summary>
    ValueGetter<T>? Lent<T>(DataViewSchema.Column column);
}

/// <summary>A place where the kernel leaves an output value.</summary>
internal abstract class OutputSlot
{
    /// <summary>A getter that makes sure the row is computed, then copies the value.</summary>
    public abstract Delegate Getter(Action ensureComputed);
}

/// <summary>An output slot of one .NET type.</summary>
/// <typeparam name="T">The column's raw type.</typeparam>
/// <param name="copy">Copies a value; the receiver may keep and change what it gets.</param>
internal sealed class OutputSlot<T>(OutputSlot<T>.Copier copy) : OutputSlot
{
    /// <summary>Copies <paramref name="source"/> into the receiver's own memory.</summary>
    internal delegate void Copier(in T source, ref T destination);

    /// <summary>The current row's value.</summary>
    public T Value = default!;

    public override Delegate Getter(Action ensureComputed)
    {
        ValueGetter<T> getter = (ref T destination) =>
        {
            ensureComputed();
            copy(in Value, ref destination);
        };
        return getter;
    }
}
