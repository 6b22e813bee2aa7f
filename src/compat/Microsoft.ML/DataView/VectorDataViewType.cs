using System.Collections.Immutable;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A vector, or a tensor flattened row-major. A dimension of 0 is unknown and makes the size unknown (0).</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size))
    {
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, (dimensions ?? throw new ArgumentNullException(nameof(dimensions))).ToImmutableArray())
    {
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(RawTypeOf(itemType))
    {
        if (dimensions.IsDefaultOrEmpty)
            throw new ArgumentOutOfRangeException(nameof(dimensions), "A vector type needs at least one dimension.");
        int size = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 0)
                throw new ArgumentOutOfRangeException(nameof(dimensions), dimension, "A vector type's dimensions must be non-negative.");
            size = checked(size * dimension);
        }
        ItemType = itemType;
        Dimensions = dimensions;
        Size = size;
    }

    public ImmutableArray<int> Dimensions { get; }

    public bool IsKnownSize => Size > 0;

    public PrimitiveDataViewType ItemType { get; }

    public int Size { get; }

    public override bool Equals(DataViewType other) =>
        other is VectorDataViewType vector && vector.ItemType.Equals(ItemType) && vector.Dimensions.AsSpan().SequenceEqual(Dimensions.AsSpan());

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ItemType);
        foreach (int dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        StringBuilder text = new StringBuilder("Vector<").Append(ItemType);
        if (IsKnownSize || Dimensions.Length > 1)
        {
            foreach (int dimension in Dimensions)
                text.Append(", ").Append(dimension > 0 ? dimension.ToString() : "*");
        }
        return text.Append('>').ToString();
    }

    private static Type RawTypeOf(PrimitiveDataViewType itemType)
    {
        ArgumentNullException.ThrowIfNull(itemType);
        return typeof(VBuffer<>).MakeGenericType(itemType.RawType);
    }
}
