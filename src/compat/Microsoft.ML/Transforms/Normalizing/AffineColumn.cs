using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>(x - offset) * scale, slot by slot, with offset and scale from the smallest and largest value seen.</summary>
internal abstract class AffineColumn
{
    public abstract DataViewType ItemType { get; }

    public abstract int Size { get; }

    public static AffineColumn Fit<T>(IDataView data, DataViewSchema.Column column, long maximumRows, bool fixZero)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = column.Type is VectorDataViewType vector ? vector.Size : 1;
        var low = new T[size];
        var high = new T[size];
        Array.Fill(low, T.PositiveInfinity);
        Array.Fill(high, T.NegativeInfinity);

        using var cursor = data.GetRowCursor([column]);
        var read = ValuesOf<T>(cursor, column);
        for (long row = 0; row < maximumRows && cursor.MoveNext(); row++)
        {
            var values = read();
            for (int i = 0; i < values.Length; i++)
            {
                // NaN compares false with everything and so leaves the range as it is.
                low[i] = values[i] < low[i] ? values[i] : low[i];
                high[i] = values[i] > high[i] ? values[i] : high[i];
            }
        }

        var scale = new T[size];
        var offset = new T[size];
        for (int i = 0; i < size; i++)
        {
            // A slot that never changes, or that has no values, says nothing and becomes zero.
            if (high[i] > low[i])
            {
                scale[i] = T.One / (fixZero ? T.Max(T.Abs(high[i]), T.Abs(low[i])) : high[i] - low[i]);
                offset[i] = fixZero || T.IsZero(scale[i]) ? T.Zero : low[i];
            }
        }

        return new AffineColumn<T>(scale, offset);
    }

    public static AffineColumn Load(ModelLoadContext ctx) => ctx.Reader.ReadBoolean()
        ? AffineColumn<double>.Read(ctx, reader => reader.ReadDouble())
        : AffineColumn<float>.Read(ctx, reader => reader.ReadSingle());

    public abstract Delegate GetterOf(DataViewRow row, DataViewSchema.Column column);

    public abstract void Save(BinaryWriter writer);

    private delegate ReadOnlySpan<T> Values<T>();

    private static Values<T> ValuesOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var vectorGetter = row.GetGetter<VBuffer<T>>(column);
            var vector = default(VBuffer<T>);
            var dense = default(VBuffer<T>);
            return () =>
            {
                vectorGetter(ref vector);
                if (vector.IsDense)
                {
                    return vector.GetValues();
                }

                vector.CopyToDense(ref dense);
                return dense.GetValues();
            };
        }

        var getter = row.GetGetter<T>(column);
        var scalar = new T[1];
        return () =>
        {
            getter(ref scalar[0]);
            return scalar;
        };
    }
}

internal sealed class AffineColumn<T>(T[] scale, T[] offset) : AffineColumn
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override DataViewType ItemType => DataViewTypeManager.PrimitiveOrNull(typeof(T));

    public override int Size => scale.Length;

    public static AffineColumn<T> Read(ModelLoadContext ctx, Func<BinaryReader, T> read)
    {
        int size = ctx.ReadCount();
        var scale = new T[size];
        var offset = new T[size];
        for (int i = 0; i < size; i++)
        {
            scale[i] = read(ctx.Reader);
            offset[i] = read(ctx.Reader);
        }

        return new AffineColumn<T>(scale, offset);
    }

    public override void Save(BinaryWriter writer)
    {
        bool isDouble = typeof(T) == typeof(double);
        writer.Write(isDouble);
        writer.Write(scale.Length);
        for (int i = 0; i < scale.Length; i++)
        {
            foreach (var value in (ReadOnlySpan<T>)[scale[i], offset[i]])
            {
                if (isDouble)
                {
                    writer.Write(double.CreateChecked(value));
                }
                else
                {
                    writer.Write(float.CreateChecked(value));
                }
            }
        }
    }

    public override Delegate GetterOf(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<T>(column);
            return (ValueGetter<T>)((ref T result) =>
            {
                scalar(ref result);
                result = (result - offset[0]) * scale[0];
            });
        }

        var getter = row.GetGetter<VBuffer<T>>(column);
        var source = default(VBuffer<T>);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) =>
        {
            getter(ref source);
            if (source.Length != scale.Length)
            {
                throw new InvalidOperationException($"Column '{column.Name}' has {source.Length} values in this row, but the normalization was fitted on {scale.Length}.");
            }

            var editor = VBufferEditor.Create(ref result, source.Length);
            source.CopyTo(editor.Values);
            for (int i = 0; i < scale.Length; i++)
            {
                editor.Values[i] = (editor.Values[i] - offset[i]) * scale[i];
            }

            result = editor.Commit();
        });
    }
}
