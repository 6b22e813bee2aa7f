using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>One field or property as a column: compiled access, made once for a type.</summary>
internal abstract class RowMember<T>
    where T : class
{
    private static readonly ConcurrentDictionary<MemberInfo, RowMember<T>> Known = new();

    public static RowMember<T> Of(MemberInfo member) => Known.GetOrAdd(member, Create);

    /// <summary>An action that sets the member from the row's column.</summary>
    public abstract Action<T> Reader(DataViewRow row, DataViewSchema.Column column);

    /// <summary>A getter that copies the member of the current object.</summary>
    public abstract Delegate Getter(Func<T> current);

    private static RowMember<T> Create(MemberInfo member)
    {
        Type type = MemberTypes.TypeOf(member);
        Type kind;
        Type[] arguments;
        if (type == typeof(string))
            (kind, arguments) = (typeof(StringMember<>), [typeof(T)]);
        else if (type == typeof(string[]))
            (kind, arguments) = (typeof(StringsMember<>), [typeof(T)]);
        else if (type.IsSZArray)
            (kind, arguments) = (typeof(ArrayMember<,>), [typeof(T), type.GetElementType()]);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            (kind, arguments) = (typeof(BufferMember<,>), [typeof(T), type.GetGenericArguments()[0]]);
        else
            (kind, arguments) = (typeof(PlainMember<,>), [typeof(T), type]);
        return (RowMember<T>)Activator.CreateInstance(kind.MakeGenericType(arguments), member);
    }
}

/// <summary>Get and set of a member as compiled delegates; null where the member has no such accessor.</summary>
internal abstract class RowMember<T, TMember> : RowMember<T>
    where T : class
{
    protected RowMember(MemberInfo member)
    {
        ParameterExpression row = Expression.Parameter(typeof(T));
        ParameterExpression value = Expression.Parameter(typeof(TMember));
        MemberExpression access = Expression.MakeMemberAccess(row, member);
        var property = member as PropertyInfo;
        if (property is null || property.GetGetMethod() is not null)
            Get = Expression.Lambda<Func<T, TMember>>(access, row).Compile();
        if (property is null ? !((FieldInfo)member).IsInitOnly : property.GetSetMethod() is not null)
            Set = Expression.Lambda<Action<T, TMember>>(Expression.Assign(access, value), row, value).Compile();
    }

    protected Func<T, TMember> Get { get; }

    protected Action<T, TMember> Set { get; }
}
