using Microsoft.ML;
using Microsoft.ML.Data;
using static Compat.Conformance.Model.ModelFiles;

namespace Compat.Conformance.Model;

public sealed class SchemaRoundTripTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<DataViewType> Types { get; } =
    [
        TextDataViewType.Instance,
        BooleanDataViewType.Instance,
        NumberDataViewType.Single,
        NumberDataViewType.Double,
        NumberDataViewType.Int64,
        NumberDataViewType.Byte,
        new KeyDataViewType(typeof(uint), 7),
        new VectorDataViewType(NumberDataViewType.Single),
        new VectorDataViewType(NumberDataViewType.Byte, 5, 24, 32, 1),
        new VectorDataViewType(NumberDataViewType.Single, 0, 6),
        new VectorDataViewType(TextDataViewType.Instance, 2),
    ];

    [Theory]
    [MemberData(nameof(Types), DisableDiscoveryEnumeration = true)]
    public void Save_ColumnType_ComesBackEqual(DataViewType type)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Column", type);

        Assert.Equal(type, RoundTrip(builder.ToSchema())["Column"].Type);
    }

    [Fact]
    public void Save_SlotNames_ComeBack()
    {
        var data = Samples(_ml);
        var named = _ml.Transforms.CustomMapping<Loader.Nothing, Pair>((_, _) => { }, null)
            .Append(_ml.Transforms.Concatenate("Both", "First", "Second"))
            .Fit(data).Transform(data);
        var names = default(VBuffer<ReadOnlyMemory<char>>);

        RoundTrip(named.Schema)["Both"].GetSlotNames(ref names);

        Assert.Equal(["First", "Second"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Save_HiddenColumn_IsStillHidden()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Same", NumberDataViewType.Single);
        builder.AddColumn("Same", NumberDataViewType.Double);

        var schema = RoundTrip(builder.ToSchema());

        Assert.Equal([true, false], schema.Select(column => column.IsHidden));
        Assert.Equal(NumberDataViewType.Double, schema["Same"].Type);
    }

    private DataViewSchema RoundTrip(DataViewSchema schema)
    {
        var model = _ml.Transforms.CopyColumns("A", "Features").Append(_ml.Transforms.CopyColumns("B", "A")).Fit(Samples(_ml));
        Load(Save(_ml, model, schema), out var loaded);
        return loaded;
    }

    private sealed class Pair
    {
        public float First { get; set; }

        public float Second { get; set; }
    }
}
