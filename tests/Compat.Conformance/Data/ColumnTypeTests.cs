using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class ColumnTypeTests
{
    [Fact]
    public void VectorType_WithDimensions_HasTheirProductAsSize()
    {
        var type = new VectorDataViewType(NumberDataViewType.Byte, 2, 3, 4);

        Assert.True(type.IsKnownSize);
        Assert.Equal(24, type.Size);
        Assert.Equal([2, 3, 4], type.Dimensions);
        Assert.Equal(typeof(VBuffer<byte>), type.RawType);
        Assert.Equal("Vector<Byte, 2, 3, 4>", type.ToString());
    }

    [Fact]
    public void VectorType_WithAnUnknownDimension_HasUnknownSize()
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 0, 6);

        Assert.False(type.IsKnownSize);
        Assert.Equal(0, type.Size);
        Assert.Equal("Vector<Single, *, 6>", type.ToString());
    }

    [Fact]
    public void VectorType_WithoutSize_IsVariable()
    {
        var type = new VectorDataViewType(TextDataViewType.Instance);

        Assert.False(type.IsKnownSize);
        Assert.Equal(typeof(VBuffer<ReadOnlyMemory<char>>), type.RawType);
        Assert.Same(TextDataViewType.Instance, type.ItemType);
    }

    [Fact]
    public void VectorType_Equality_IsByItemTypeAndDimensions()
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 2, 3);

        Assert.True(type.Equals(new VectorDataViewType(NumberDataViewType.Single, 2, 3)));
        Assert.Equal(type.GetHashCode(), new VectorDataViewType(NumberDataViewType.Single, 2, 3).GetHashCode());
        Assert.False(type.Equals(new VectorDataViewType(NumberDataViewType.Single, 3, 2)));
        Assert.False(type.Equals(new VectorDataViewType(NumberDataViewType.Single, 6)));
        Assert.False(type.Equals(new VectorDataViewType(NumberDataViewType.Double, 2, 3)));
    }

    [Fact]
    public void VectorType_WithANegativeDimension_Throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => new VectorDataViewType(NumberDataViewType.Single, 2, -1));
        Assert.ThrowsAny<ArgumentException>(() => new VectorDataViewType(NumberDataViewType.Single, -1));
    }

    [Fact]
    public void KeyType_Equality_IsByRawTypeAndCount()
    {
        var key = new KeyDataViewType(typeof(uint), 5);

        Assert.Equal(5ul, key.Count);
        Assert.Equal(typeof(uint), key.RawType);
        Assert.True(key.Equals(new KeyDataViewType(typeof(uint), 5ul)));
        Assert.False(key.Equals(new KeyDataViewType(typeof(uint), 6)));
        Assert.False(key.Equals(new KeyDataViewType(typeof(ulong), 5)));
        Assert.False(key.Equals(NumberDataViewType.UInt32));
    }

    [Fact]
    public void KeyType_RawTypes_AreTheUnsignedIntegers()
    {
        Assert.True(KeyDataViewType.IsValidDataType(typeof(byte)));
        Assert.True(KeyDataViewType.IsValidDataType(typeof(ulong)));
        Assert.False(KeyDataViewType.IsValidDataType(typeof(int)));
        Assert.ThrowsAny<ArgumentException>(() => new KeyDataViewType(typeof(byte), 256));
        Assert.ThrowsAny<ArgumentException>(() => new KeyDataViewType(typeof(uint), 0));
    }

    [Fact]
    public void PrimitiveTypes_AreSingletonsNamedAsInDotNet()
    {
        Assert.Same(NumberDataViewType.Single, NumberDataViewType.Single);
        Assert.Equal(typeof(float), NumberDataViewType.Single.RawType);
        Assert.Equal("Single", NumberDataViewType.Single.ToString());
        Assert.Equal("String", TextDataViewType.Instance.ToString());
        Assert.Equal(typeof(ReadOnlyMemory<char>), TextDataViewType.Instance.RawType);
        Assert.Equal("Boolean", BooleanDataViewType.Instance.ToString());
        Assert.False(NumberDataViewType.Single.Equals(NumberDataViewType.Double));
    }

    [Fact]
    public void RowId_DerivedIds_AreDeterministicAndDiffer()
    {
        var id = new DataViewRowId(7, 0);

        Assert.Equal(id.Fork(), new DataViewRowId(7, 0).Fork());
        Assert.Equal(id.Next(), new DataViewRowId(7, 0).Next());
        Assert.Equal(4, new[] { id, id.Fork(), id.Next(), id.Combine(new DataViewRowId(8, 0)) }.Distinct().Count());
    }

    [Fact]
    public void RowId_Order_IsByHighThenLow()
    {
        Assert.True(new DataViewRowId(9, 0).CompareTo(new DataViewRowId(1, 1)) < 0);
        Assert.True(new DataViewRowId(2, 1).CompareTo(new DataViewRowId(1, 1)) > 0);
        Assert.Equal(0, new DataViewRowId(2, 1).CompareTo(new DataViewRowId(2, 1)));
    }
}
