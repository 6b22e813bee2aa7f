using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Which members of a type can be columns, and of what column type each is.</summary>
internal static class MemberTypes
{
    /// <summary>The public fields, then the public properties, that can be read (or written, or both).</summary>
    public static IEnumerable<MemberInfo> ColumnMembers(Type type, SchemaDefinition.Direction direction)
    {
        const BindingFlags instance = BindingFlags.Public | BindingFlags.Instance;
        bool write = direction.HasFlag(SchemaDefinition.Direction.Write);
        bool read = direction.HasFlag(SchemaDefinition.Direction.Read);
        IEnumerable<MemberInfo> fields = type.GetFields(instance)
            .Where(field => !(write && field.IsInitOnly));
        IEnumerable<MemberInfo> properties = type.GetProperties(instance)
            .Where(property => property.GetIndexParameters().Length == 0
                && (!read || property.GetGetMethod() is not null)
                && (!write || property.GetSetMethod() is not null));
        return fields.Concat(properties).Where(member => !member.IsDefined(typeof(NoColumnAttribute)));
    }

    public static Type TypeOf(MemberInfo member) =>
        member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The item type a member stands for (text for a string), and whether it is a vector of them.</summary>
    public static (Type Item, bool IsVector) ItemOf(Type memberType)
    {
        bool isVector = true;
        Type item = memberType;
        if (memberType.IsSZArray)
            item = memberType.GetElementType();
        else if (memberType.IsGenericType && memberType.GetGenericTypeDefinition() == typeof(VBuffer<>))
            item = memberType.GetGenericArguments()[0];
        else
            isVector = false;
        return (item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item, isVector);
    }

    public static DataViewType ColumnType(MemberInfo member)
    {
        (Type itemType, bool isVector) = ItemOf(TypeOf(member));
        PrimitiveDataViewType item = DataViewTypeManager.PrimitiveOrNull(itemType)
            ?? throw new ArgumentOutOfRangeException(nameof(member), $"Could not determine an IDataView type for member {member.Name} of type {TypeOf(member)}.");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(itemType))
                throw new ArgumentOutOfRangeException(nameof(member), $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type.");
            item = new KeyDataViewType(itemType, key.KeyCount ?? KeyDataViewType.Largest(itemType));
        }
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (isVector)
            return vector?.Dims is { Length: > 0 } dimensions ? new VectorDataViewType(item, dimensions) : new VectorDataViewType(item);
        if (vector is not null)
            throw new ArgumentOutOfRangeException(nameof(member), $"Member {member.Name} marked with VectorType attribute, but does not appear to be a vector type.");
        return item;
    }

    /// <summary>Whether a member of this type can hold the values of that column type.</summary>
    public static bool CanHold(Type memberType, DataViewType columnType)
    {
        (Type item, bool isVector) = ItemOf(memberType);
        return isVector
            ? columnType is VectorDataViewType vector && vector.ItemType.RawType == item
            : columnType is not VectorDataViewType && columnType.RawType == item;
    }
}
