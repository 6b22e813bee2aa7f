namespace Microsoft.ML.Data;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    public VectorTypeAttribute()
    {
    }

    public VectorTypeAttribute(int size)
        : this([size])
    {
    }

    public VectorTypeAttribute(params int[] dimensions)
    {
        foreach (int dimension in dimensions)
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(dimensions));
        Dims = dimensions;
    }

    /// <summary>The dimensions, or null where the size varies.</summary>
    internal int[] Dims { get; }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    public KeyTypeAttribute()
    {
    }

    public KeyTypeAttribute(ulong count) => KeyCount = count;

    /// <summary>The number of categories, or null for as many as the type can count.</summary>
    internal ulong? KeyCount { get; }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class NoColumnAttribute : Attribute
{
}

/// <summary>Where a text file has the column: accepted, and meaningless without a text loader.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    public LoadColumnAttribute(int fieldIndex)
        : this([fieldIndex])
    {
    }

    public LoadColumnAttribute(int start, int end)
        : this(Enumerable.Range(start, end - start + 1).ToArray())
    {
    }

    public LoadColumnAttribute(int[] columnIndexes) => Columns = columnIndexes;

    internal int[] Columns { get; }
}
