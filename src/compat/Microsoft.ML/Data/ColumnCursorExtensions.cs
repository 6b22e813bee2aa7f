namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return GetColumn<T>(data, data.Schema.GetColumnOrNull(columnName)
            ?? throw new ArgumentOutOfRangeException(nameof(columnName), $"Could not find input column '{columnName}'"));
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (column.Index >= data.Schema.Count || data.Schema[column.Index].Name != column.Name)
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not a column of this view.");
        if (!MemberTypes.CanHold(typeof(T), column.Type))
            throw new ArgumentOutOfRangeException(nameof(column), $"Could not map a data view column '{column.Name}' of type {column.Type} to {typeof(T)}.");
        return Values<T>(data, column);
    }

    // A fresh holder for every row: the values may be kept.
    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        RowMember<Holder<T>> member = RowMember<Holder<T>>.Of(typeof(Holder<T>).GetProperty(nameof(Holder<T>.Value)));
        Action<Holder<T>> read = member.Reader(cursor, column);
        while (cursor.MoveNext())
        {
            var holder = new Holder<T>();
            read(holder);
            yield return holder.Value;
        }
    }

    private sealed class Holder<T>
    {
        public T Value { get; set; }
    }
}
