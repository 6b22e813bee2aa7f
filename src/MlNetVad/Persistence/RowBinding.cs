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

    public void Dispose() => kernel?.Dispose();
}
