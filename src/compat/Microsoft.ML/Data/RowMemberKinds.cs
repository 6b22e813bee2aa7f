using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A member whose type is the column's raw type.</summary>
internal sealed class PlainMember<T, TValue>(MemberInfo member) : RowMember<T, TValue>(member)
    where T : class
{
    public override Action<T> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        return target =>
        {
            TValue value = default;
            getter(ref value);
            Set(target, value);
        };
    }

    public override Delegate Getter(Func<T> current) => (ValueGetter<TValue>)((ref TValue value) => value = Get(current()));
}

internal sealed class StringMember<T>(MemberInfo member) : RowMember<T, string>(member)
    where T : class
{
    public override Action<T> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return target =>
        {
            ReadOnlyMemory<char> value = default;
            getter(ref value);
            Set(target, value.ToString());
        };
    }

    public override Delegate Getter(Func<T> current) =>
        (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Get(current()).AsMemory());
}

/// <summary>A <see cref="VBuffer{T}"/> member: the target's own buffers are filled again.</summary>
internal sealed class BufferMember<T, TItem>(MemberInfo member) : RowMember<T, VBuffer<TItem>>(member)
    where T : class
{
    public override Action<T> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<TItem>> getter = row.GetGetter<VBuffer<TItem>>(column);
        return target =>
        {
            VBuffer<TItem> value = Get is null ? default : Get(target);
            getter(ref value);
            Set(target, value);
        };
    }

    public override Delegate Getter(Func<T> current) =>
        (ValueGetter<VBuffer<TItem>>)((ref VBuffer<TItem> value) => Get(current()).CopyTo(ref value));
}

/// <summary>An array member: an array of the right length is filled again, another is replaced.</summary>
internal sealed class ArrayMember<T, TItem>(MemberInfo member) : RowMember<T, TItem[]>(member)
    where T : class
{
    public override Action<T> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<TItem>> getter = row.GetGetter<VBuffer<TItem>>(column);
        VBuffer<TItem> value = default;
        return target =>
        {
            getter(ref value);
            TItem[] items = Get?.Invoke(target);
            if (items is null || items.Length != value.Length)
                items = new TItem[value.Length];
            value.CopyTo(items);
            Set(target, items);
        };
    }

    public override Delegate Getter(Func<T> current) =>
        (ValueGetter<VBuffer<TItem>>)((ref VBuffer<TItem> value) =>
        {
            TItem[] items = Get(current()) ?? [];
            VBuffer<TItem>.Copy(items, 0, ref value, items.Length);
        });
}

internal sealed class StringsMember<T>(MemberInfo member) : RowMember<T, string[]>(member)
    where T : class
{
    public override Action<T> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            getter(ref value);
            Set(target, value.DenseValues().Select(text => text.ToString()).ToArray());
        };
    }

    public override Delegate Getter(Func<T> current) =>
        (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string[] texts = Get(current()) ?? [];
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, texts.Length);
            for (int i = 0; i < texts.Length; i++)
                editor.Values[i] = texts[i].AsMemory();
            value = editor.Commit();
        });
}
