using Microsoft.ML;

namespace MlNetVad.Persistence;

/// <summary>
/// A kernel connected to a row or cursor. A row is computed once, when the first of the component's columns is asked
/// for, and remembered until the position changes.
/// </summary>
internal sealed class RowBinding(DataViewRow input, ComponentMapper mapper, RowKernel? kernel, bool[] active) : IDisposable
{
    private long _computed = long.MinValue;

    public DataViewSchema Schema => mapper.OutputSchema;

    public bool SeesEveryRow => mapper.Component.SeesEveryRow && kernel is not null;

    public bool IsActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    /// <summary>Computes the current row if that has not been done.</summary>
    public void EnsureComputed()
    {
        if (_computed == input.Position)
        {
            return;
        }

        foreach (InputSlot slot in kernel!.Inputs)
        {
            slot.Read();
        }

        kernel.Compute();
        _computed = input.Position;
    }

    public ValueGetter<T> Getter<T>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
        {
            throw new InvalidOperationException($"Column '{column.Name}' was not requested when the cursor was made.");
        }

        int own = column.Index - mapper.InputSchema.Count;
        if (own < 0)
        {
            return input.GetGetter<T>(mapper.InputSchema[column.Index]);
        }

        return kernel!.Outputs[own].Getter(EnsureComputed) as ValueGetter<T>
            ?? throw new InvalidOperationException(
                $"Column '{column.Name}' holds {column.Type.RawType.Name}, but a getter of {typeof(T).Name} was asked for.");
    }

    /// <summary>What this component's kernel, or one below it, reads of an input column; null where none does.</summary>
    public ValueGetter<T>? Lent<T>(DataViewSchema.Column column)
    {
        if (column.Index >= mapper.InputSchema.Count)
        {
            return null;
        }

        int slot = kernel is null ? -1 : mapper.SlotOf(column);
        return slot >= 0
            ? ((InputSlot<T>)kernel!.Inputs[slot]).Lend
            : (input as ILendingRow)?.Lent<T>(mapper.InputSchema[column.Index]);
    }

    public void Dispose() => kernel?.Dispose();
}
