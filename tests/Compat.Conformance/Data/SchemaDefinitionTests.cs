using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class SchemaDefinitionTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Create_ListsMembersWithTypes()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));

        Assert.Equal(["Score", "Boxes"], definition.Select(column => column.ColumnName).OrderByDescending(name => name));
        Assert.Equal("Value", definition["Score"].MemberName);
        Assert.Same(NumberDataViewType.Single, definition["Score"].ColumnType);
    }

    [Fact]
    public void Direction_DecidesWhichPropertiesCount()
    {
        Assert.Equal(["Boxes", "Computed", "Score"], Names(SchemaDefinition.Direction.Read));
        Assert.Equal(["Boxes", "Score"], Names(SchemaDefinition.Direction.Write));
        Assert.Equal(["Boxes", "Score"], Names(SchemaDefinition.Direction.Both));

        static IEnumerable<string> Names(SchemaDefinition.Direction direction) =>
            SchemaDefinition.Create(typeof(Row), direction).Select(column => column.ColumnName).Order();
    }

    [Fact]
    public void ColumnType_Override_KeepsUnknownAndKnownDimensions()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Boxes"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 6);

        var type = Assert.IsType<VectorDataViewType>(_ml.Data.LoadFromEnumerable(new List<Row>(), definition).Schema["Boxes"].Type);

        Assert.Equal([0, 6], type.Dimensions);
        Assert.False(type.IsKnownSize);
    }

    [Fact]
    public void ColumnType_ThatTheMemberCannotHold_IsRefused()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Score"].ColumnType = NumberDataViewType.Double;

        Assert.ThrowsAny<Exception>(() => _ml.Data.LoadFromEnumerable(new List<Row>(), definition));
    }

    [Fact]
    public void ColumnName_Override_RenamesTheColumn()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Score"].ColumnName = "Other";

        IDataView view = _ml.Data.LoadFromEnumerable([new Row { Value = 3 }], definition);

        Assert.Null(view.Schema.GetColumnOrNull("Score"));
        Assert.Equal([3f], view.GetColumn<float>("Other"));
    }

    [Fact]
    public void Removed_Column_IsNotInTheView()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition.Remove(definition["Boxes"]);

        Assert.Equal(["Score"], _ml.Data.LoadFromEnumerable(new List<Row>(), definition).Schema.Select(column => column.Name));
    }

    [Fact]
    public void Annotation_OfADefinition_ReachesTheSchema()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Score"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);

        Assert.True(_ml.Data.LoadFromEnumerable(new List<Row>(), definition).Schema["Score"].IsNormalized());
    }

    [Fact]
    public void Create_OfAnUnsupportedMember_Throws() =>
        Assert.ThrowsAny<Exception>(() => SchemaDefinition.Create(typeof(Unsupported)));

    [Fact]
    public void Create_OfDuplicateNames_Throws() =>
        Assert.ThrowsAny<Exception>(() => SchemaDefinition.Create(typeof(Duplicate)));

    private sealed class Row
    {
        [ColumnName("Score")]
        public float Value { get; set; }

        public float[]? Boxes { get; set; }

        public bool Computed => Value > 0;
    }

    private sealed class Unsupported
    {
        public object? Anything { get; set; }
    }

    private sealed class Duplicate
    {
        [ColumnName("Same")]
        public float A { get; set; }

        [ColumnName("Same")]
        public float B { get; set; }
    }
}
