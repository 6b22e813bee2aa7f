namespace Microsoft.ML.Data;

/// <summary>A category: 0 is missing, 1..Count are the categories.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        if (count == 0 || !IsValidDataType(type) || count > Largest(type))
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A key over {type.Name} needs an unsigned integer type and a count between 1 and the largest value of that type.");
        Count = count;
    }

    public KeyDataViewType(Type type, int count)
        : this(type, (ulong)Math.Max(count, 0))
    {
    }

    public ulong Count { get; }

    public static bool IsValidDataType(Type type) =>
        type == typeof(byte) || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong);

    public override bool Equals(DataViewType other) =>
        other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";

    internal static ulong Largest(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };
}
