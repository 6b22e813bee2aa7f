namespace Microsoft.ML.Data;

/// <summary>Maps a member's type, and the type attribute on it, to a column type.</summary>
internal static class DataViewTypeManager
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> BuiltIn = new()
    {
        [typeof(sbyte)] = NumberDataViewType.SByte,
        [typeof(byte)] = NumberDataViewType.Byte,
        [typeof(short)] = NumberDataViewType.Int16,
        [typeof(ushort)] = NumberDataViewType.UInt16,
        [typeof(int)] = NumberDataViewType.Int32,
        [typeof(uint)] = NumberDataViewType.UInt32,
        [typeof(long)] = NumberDataViewType.Int64,
        [typeof(ulong)] = NumberDataViewType.UInt64,
        [typeof(float)] = NumberDataViewType.Single,
        [typeof(double)] = NumberDataViewType.Double,
        [typeof(string)] = TextDataViewType.Instance,
        [typeof(ReadOnlyMemory<char>)] = TextDataViewType.Instance,
        [typeof(bool)] = BooleanDataViewType.Instance,
        [typeof(DateTime)] = DateTimeDataViewType.Instance,
        [typeof(DateTimeOffset)] = DateTimeOffsetDataViewType.Instance,
        [typeof(TimeSpan)] = TimeSpanDataViewType.Instance,
        [typeof(DataViewRowId)] = RowIdDataViewType.Instance,
    };

    /// <summary>The primitive column type of a .NET type, or null.</summary>
    internal static PrimitiveDataViewType PrimitiveOrNull(Type type) => BuiltIn.GetValueOrDefault(type);
}
