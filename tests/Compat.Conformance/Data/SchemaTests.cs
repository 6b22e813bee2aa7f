using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class SchemaTests
{
    [Fact]
    public void Schema_WithDuplicateNames_HidesTheEarlierColumn()
    {
        DataViewSchema schema = Build(("X", NumberDataViewType.Single), ("Y", NumberDataViewType.Single), ("X", TextDataViewType.Instance));

        Assert.Equal(3, schema.Count);
        Assert.True(schema[0].IsHidden);
        Assert.False(schema[1].IsHidden);
        Assert.False(schema[2].IsHidden);
        Assert.Equal(2, schema["X"].Index);
        Assert.Same(TextDataViewType.Instance, schema["X"].Type);
    }

    [Fact]
    public void Schema_UnknownName_IsNullOrThrows()
    {
        DataViewSchema schema = Build(("X", NumberDataViewType.Single));

        Assert.Null(schema.GetColumnOrNull("x"));
        Assert.Equal(0, schema.GetColumnOrNull("X")!.Value.Index);
        Assert.ThrowsAny<ArgumentException>(() => schema["x"]);
        Assert.ThrowsAny<ArgumentException>(() => schema[1]);
    }

    [Fact]
    public void Schema_Enumeration_GivesColumnsInOrder()
    {
        DataViewSchema schema = Build(("B", NumberDataViewType.Single), ("A", NumberDataViewType.Single));

        Assert.Equal(["B", "A"], schema.Select(column => column.Name));
        Assert.Equal([0, 1], schema.Select(column => column.Index));
    }

    [Fact]
    public void Column_OfTheSameSchema_EqualsItself()
    {
        DataViewSchema schema = Build(("A", NumberDataViewType.Single), ("B", NumberDataViewType.Single));

        Assert.Equal(schema["A"], schema[0]);
        Assert.NotEqual(schema["A"], schema["B"]);
    }

    [Fact]
    public void Builder_AddColumns_CarriesAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Kind", NumberDataViewType.Int32, 3);
        var first = new DataViewSchema.Builder();
        first.AddColumn("A", NumberDataViewType.Single, annotations.ToAnnotations());
        var second = new DataViewSchema.Builder();
        second.AddColumn("Before", NumberDataViewType.Single);
        second.AddColumns(first.ToSchema());
        second.AddColumns([new DataViewSchema.DetachedColumn(first.ToSchema()[0])]);
        DataViewSchema schema = second.ToSchema();

        Assert.Equal(3, schema.Count);
        foreach (int index in new[] { 1, 2 })
        {
            int value = 0;
            schema[index].Annotations.GetValue("Kind", ref value);
            Assert.Equal(3, value);
        }
    }

    [Fact]
    public void Column_WithoutAnnotations_HasEmptyOnes()
    {
        DataViewSchema schema = Build(("A", NumberDataViewType.Single));

        Assert.Empty(schema["A"].Annotations.Schema);
        Assert.Empty(DataViewSchema.Annotations.Empty.Schema);
        Assert.False(schema["A"].IsNormalized());
        Assert.False(schema["A"].HasSlotNames());
        Assert.False(schema["A"].HasKeyValues());
    }

    private static DataViewSchema Build(params (string Name, DataViewType Type)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((string name, DataViewType type) in columns)
            builder.AddColumn(name, type);
        return builder.ToSchema();
    }
}
