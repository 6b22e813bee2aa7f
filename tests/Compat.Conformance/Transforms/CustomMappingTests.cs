using Compat.Conformance.Chains;
using Compat.Conformance.Loader;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Transform_TwoOutputsRead_ActionRunsOnceARow()
    {
        int calls = 0;
        var view = Map<XOnly, TwoOutputs>((source, target) =>
        {
            calls++;
            target.Square = source.X * source.X;
            target.Label = $"x{source.X}";
        });

        using var cursor = view.GetRowCursor(view.Schema);
        var square = cursor.GetGetter<float>(view.Schema["Square"]);
        var label = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Label"]);
        var seen = new List<string>();
        float number = 0;
        var text = default(ReadOnlyMemory<char>);
        while (cursor.MoveNext())
        {
            square(ref number);
            label(ref text);
            square(ref number);
            seen.Add($"{text} {number}");
        }

        Assert.Equal(["x1 1", "x2 4", "x4 16"], seen);
        Assert.Equal(3, calls);
    }

    [Fact]
    public void Transform_OutputNotAskedFor_ActionNeverRuns()
    {
        int calls = 0;
        var view = Map<XOnly, TwoOutputs>((_, _) => calls++);

        Assert.Equal([1f, 2f, 4f], view.GetColumn<float>("X"));
        Assert.Equal(0, calls);
    }

    [Fact]
    public void GetRowCursor_OutputAskedFor_AsksForTheMembersOfTheSourceTypeOnly()
    {
        var probe = new ProbeView(Data());
        var view = _ml.Transforms.CustomMapping<XOnly, TwoOutputs>((_, _) => { }, null).Fit(Data()).Transform(probe);

        _ = view.GetColumn<float>("Square").ToArray();

        Assert.Equal(["X"], probe.Requests);
    }

    [Fact]
    public void Transform_RenamedColumns_ReadsAndWritesThem()
    {
        var input = SchemaDefinition.Create(typeof(XOnly));
        input["X"].ColumnName = "Y";
        var output = SchemaDefinition.Create(typeof(TwoOutputs));
        output["Square"].ColumnName = "YSquared";
        var estimator = _ml.Transforms.CustomMapping<XOnly, TwoOutputs>((source, target) => target.Square = source.X * source.X, null, input, output);

        var view = estimator.Fit(Data()).Transform(Data());

        Assert.Equal([16f, 0f, 4f], view.GetColumn<float>("YSquared"));
        Assert.Null(view.Schema.GetColumnOrNull("Square"));
    }

    [Fact]
    public void Transform_VariableVectorOutput_KeepsInnerSizeAndEmptyRows()
    {
        var type = new VectorDataViewType(NumberDataViewType.Single, 0, 2);
        var output = SchemaDefinition.Create(typeof(Boxes));
        output["Box"].ColumnType = type;
        var estimator = _ml.Transforms.CustomMapping<XOnly, Boxes>(
            (source, target) => target.Box = source.X > 2 ? [] : [source.X, 1, source.X, 2], null, outputSchemaDefinition: output);

        var view = estimator.Fit(Data()).Transform(Data());

        Assert.Equal(type, view.Schema["Box"].Type);
        Assert.Equal([[1, 1, 1, 2], [2, 1, 2, 2], []], Vectors.Read(view, "Box"));
    }

    [Fact]
    public void GetOutputSchema_VariableVectorWithInnerSize_PromisesAVariableVector()
    {
        var output = SchemaDefinition.Create(typeof(Boxes));
        output["Box"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 0, 2);
        var estimator = _ml.Transforms.CustomMapping<XOnly, Boxes>((_, _) => { }, null, outputSchemaDefinition: output);
        SchemaShape? shape = null;

        estimator.WithShape(seen => shape = seen).Fit(Data());

        var column = shape!.Single(promised => promised.Name == "Box");
        Assert.Equal(SchemaShape.Column.VectorKind.VariableVector, column.Kind);
        Assert.Equal(NumberDataViewType.Single, column.ItemType);
    }

    [Fact]
    public void Transform_BytesWithDimensions_AreReadAsABuffer()
    {
        var definition = SchemaDefinition.Create(typeof(Clip));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 1, 2, 3);
        var data = _ml.Data.LoadFromEnumerable([new Clip { Pixels = [1, 2, 3, 4, 5, 6] }], definition);
        var mapping = _ml.Transforms.CustomMapping<ClipBuffer, Sum>((clip, sum) => sum.Total = clip.Pixels.DenseValues().Sum(pixel => pixel), null);

        Assert.Equal([21f], mapping.Fit(data).Transform(data).GetColumn<float>("Total"));
    }

    [Fact]
    public void Fit_MissingColumn_NamesIt()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.CustomMapping<Number, Doubled>(DoublingContract.Map, null));

        Assert.Contains("Value", Assert.ThrowsAny<ArgumentException>(() => chain.Fit(Data())).Message);
    }

    [Fact]
    public void Fit_WrongType_NamesTheColumn()
    {
        var chain = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("Value", "Name"))
            .Append(_ml.Transforms.CustomMapping<Number, Doubled>(DoublingContract.Map, null));

        Assert.Contains("Value", Assert.ThrowsAny<ArgumentException>(() => chain.Fit(Data())).Message);
    }

    [Fact]
    public void GetRowCursor_TwoCursors_DoNotDisturbEachOther()
    {
        var view = Map<XOnly, TwoOutputs>((source, target) => target.Square = source.X * source.X);
        using var ahead = view.GetRowCursor([view.Schema["Square"]]);
        using var behind = view.GetRowCursor([view.Schema["Square"]]);
        var readAhead = ahead.GetGetter<float>(view.Schema["Square"]);
        var readBehind = behind.GetGetter<float>(view.Schema["Square"]);
        float first = 0, third = 0;

        while (ahead.MoveNext())
        {
            readAhead(ref third);
        }

        behind.MoveNext();
        readBehind(ref first);

        Assert.Equal((1f, 16f), (first, third));
    }

    private IDataView Map<TSrc, TDst>(Action<TSrc, TDst> action)
        where TSrc : class, new()
        where TDst : class, new() =>
        _ml.Transforms.CustomMapping(action, null).Fit(Data()).Transform(Data());

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Mixed.Some);

    private sealed class XOnly
    {
        public float X { get; set; }
    }

    private sealed class TwoOutputs
    {
        public float Square { get; set; }

        public string Label { get; set; } = "";
    }

    private sealed class Boxes
    {
        public float[] Box { get; set; } = [];
    }

    private sealed class Clip
    {
        public byte[] Pixels { get; set; } = [];
    }

    private sealed class ClipBuffer
    {
        [VectorType]
        public VBuffer<byte> Pixels { get; set; }
    }
}
