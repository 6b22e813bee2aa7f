using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.TestSupport;

/// <summary>Rows as text, bit for bit, so that any two views can be compared.</summary>
internal static class RowDump
{
    /// <summary>The visible columns of every row, in row order.</summary>
    public static string[] Of(IDataView data, IEnumerable<string>? columnNames = null)
    {
        DataViewSchema.Column[] columns = Visible(data.Schema, columnNames);
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        return Rows(cursor, columns).ToArray();
    }

    /// <summary>The same from a set of cursors, sorted.</summary>
    public static string[] OfCursorSet(IDataView data, int cursors)
    {
        DataViewSchema.Column[] columns = Visible(data.Schema, null);
        var rows = new List<string>();
        foreach (DataViewRowCursor cursor in data.GetRowCursorSet(columns, cursors))
        {
            using (cursor)
            {
                rows.AddRange(Rows(cursor, columns));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }

    /// <summary>The visible columns, or those of some names.</summary>
    public static DataViewSchema.Column[] Visible(DataViewSchema schema, IEnumerable<string>? columnNames) =>
        schema.Where(c => !c.IsHidden && columnNames?.Contains(c.Name) != false).OrderBy(c => c.Name, StringComparer.Ordinal).ToArray();

    private static IEnumerable<string> Rows(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        Func<string>[] readers = columns.Select(c => Reader(cursor, c)).ToArray();
        while (cursor.MoveNext())
        {
            yield return string.Join("; ", columns.Zip(readers, (column, reader) => $"{column.Name}={reader()}"));
        }
    }

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { ItemType: var item } when item.RawType == typeof(byte) => Vector<byte>(row, column),
        VectorDataViewType { ItemType: var item } when item.RawType == typeof(int) => Vector<int>(row, column),
        VectorDataViewType { ItemType: var item } when item.RawType == typeof(float) => Vector<float>(row, column),
        VectorDataViewType { ItemType: TextDataViewType } => Texts(row, column),
        { RawType: var raw } when raw == typeof(float) => Scalar<float>(row, column, v => Hex(v)),
        { RawType: var raw } when raw == typeof(double) => Scalar<double>(row, column, v => v.ToString("R", CultureInfo.InvariantCulture)),
        { RawType: var raw } when raw == typeof(long) => Scalar<long>(row, column, v => v.ToString(CultureInfo.InvariantCulture)),
        { RawType: var raw } when raw == typeof(int) => Scalar<int>(row, column, v => v.ToString(CultureInfo.InvariantCulture)),
        { RawType: var raw } when raw == typeof(uint) => Scalar<uint>(row, column, v => v.ToString(CultureInfo.InvariantCulture)),
        { RawType: var raw } when raw == typeof(bool) => Scalar<bool>(row, column, v => v.ToString()),
        { RawType: var raw } when raw == typeof(ReadOnlyMemory<char>) => Scalar<ReadOnlyMemory<char>>(row, column, v => v.ToString()),
        { RawType: var raw } when raw == typeof(MLImage) => Scalar<MLImage>(row, column, v => $"{v.Width}×{v.Height}:{Convert.ToHexString(v.Pixels)}"),
        _ => throw new NotSupportedException($"No test reads a column of type {column.Type}."),
    };

    private static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> show)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return show(value);
        };
    }

    private static Func<string> Vector<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            T[] dense = value.DenseValues().ToArray();
            return $"{dense.Length}:{Convert.ToHexString(MemoryMarshal.AsBytes<T>(dense))}";
        };
    }

    private static Func<string> Texts(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> value = default;
        return () =>
        {
            getter(ref value);
            return $"{value.Length}:{string.Join('|', value.DenseValues().Select(text => text.ToString()))}";
        };
    }

    private static string Hex(float value) => BitConverter.SingleToInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);
}
