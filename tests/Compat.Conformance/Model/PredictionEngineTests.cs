using Compat.Conformance.Chains;
using Compat.Conformance.Loader;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Compat.Conformance.Model.ModelFiles;

namespace Compat.Conformance.Model;

public sealed class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Predict_EachRow_EqualsTransform()
    {
        var model = Load(Save(_ml, Component(_ml), Samples(_ml).Schema), out var schema);
        using var engine = _ml.Model.CreatePredictionEngine<Example, Scored>(model, schema);

        float[] predicted = [.. Rows.Select(row => engine.Predict(row).Score)];

        Assert.Equal(model.Transform(Samples(_ml)).GetColumn<float>("Score"), predicted);
    }

    [Fact]
    public void Predict_SameObjectChanged_IsSeenAfresh()
    {
        using var engine = DoublingEngine();
        var number = new Number { Value = 1 };
        float first = engine.Predict(number).Twice;
        number.Value = 5;

        Assert.Equal((2f, 10f), (first, engine.Predict(number).Twice));
    }

    [Fact]
    public void Predict_ByReference_FillsTheGivenObject()
    {
        using var engine = DoublingEngine();
        var result = new Doubled();
        var same = result;

        engine.Predict(new Number { Value = 4 }, ref result);

        Assert.Same(same, result);
        Assert.Equal(8, result.Twice);
    }

    [Fact]
    public void Create_NoInputSchema_ArraysAreVariableVectors()
    {
        var model = Load(Save(_ml, Component(_ml), Samples(_ml).Schema));
        using var engine = _ml.Model.CreatePredictionEngine<Example, Scored>(model);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single), engine.OutputSchema["Features"].Type);
        Assert.Equal(0.1f - 7f, engine.Predict(new Example { Features = [1, 2] }).Score);
    }

    [Fact]
    public void Create_InputSchema_ArraysHaveTheModelsDimensions()
    {
        var definition = SchemaDefinition.Create(typeof(Clip));
        var type = new VectorDataViewType(NumberDataViewType.Byte, 2, 2, 1);
        definition["Pixels"].ColumnType = type;
        var data = _ml.Data.LoadFromEnumerable([new Clip { Pixels = [1, 2, 3, 4] }], definition);
        var model = _ml.Transforms.CopyColumns("Copy", "Pixels").Append(_ml.Transforms.CopyColumns("Again", "Copy")).Fit(data);

        var loaded = Load(Save(_ml, model, data.Schema), out var schema);
        using var engine = _ml.Model.CreatePredictionEngine<Clip, Copied>(loaded, schema);

        Assert.Equal(type, engine.OutputSchema["Again"].Type);
        Assert.Equal(new byte[] { 9, 8, 7, 6 }, engine.Predict(new Clip { Pixels = [9, 8, 7, 6] }).Again);
    }

    [Fact]
    public void Create_StepThatIsNoRowMapper_IsRefused()
    {
        var chain = new TransformerChain<ITransformer>(new OutsideTransformer());

        Assert.ThrowsAny<ArgumentException>(() => _ml.Model.CreatePredictionEngine<Number, Doubled>(chain));
    }

    [Fact]
    public void Create_ResultHasMoreMembers_IgnoredByDefaultAndRefusedOnRequest()
    {
        var model = Doubling();
        using var engine = _ml.Model.CreatePredictionEngine<Number, DoubledAndMore>(model);

        Assert.Equal(6, engine.Predict(new Number { Value = 3 }).Twice);
        Assert.ThrowsAny<Exception>(() => _ml.Model.CreatePredictionEngine<Number, DoubledAndMore>(model, ignoreMissingColumns: false));
    }

    [Fact]
    public void Create_SourceLacksAColumn_Fails()
    {
        Assert.ThrowsAny<Exception>(() => _ml.Model.CreatePredictionEngine<Example, Doubled>(Doubling()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_Engine_DisposesTheModelIfItOwnsIt(bool owns)
    {
        var model = new DisposableMapper(Doubling());
        var engine = _ml.Model.CreatePredictionEngine<Number, Doubled>(model, new PredictionEngineOptions { OwnsTransformer = owns });

        engine.Dispose();
        engine.Dispose();

        Assert.Equal(owns ? 1 : 0, model.Disposals);
    }

    [Fact]
    public void Predict_TwoEnginesOfOneModel_DoNotShareRows()
    {
        var model = Doubling();
        using var a = _ml.Model.CreatePredictionEngine<Number, Doubled>(model, new PredictionEngineOptions { OwnsTransformer = false });
        using var b = _ml.Model.CreatePredictionEngine<Number, Doubled>(model, new PredictionEngineOptions { OwnsTransformer = false });

        Assert.Equal([2f, 20f, 4f], [a.Predict(new Number { Value = 1 }).Twice, b.Predict(new Number { Value = 10 }).Twice, a.Predict(new Number { Value = 2 }).Twice]);
    }

    private ITransformer Doubling() =>
        _ml.Transforms.CustomMapping<Number, Doubled>(DoublingContract.Map, DoublingContract.Name).Fit(_ml.Data.LoadFromEnumerable([new Number()]));

    private PredictionEngine<Number, Doubled> DoublingEngine() => _ml.Model.CreatePredictionEngine<Number, Doubled>(Doubling());

    private sealed class Clip
    {
        public byte[] Pixels { get; set; } = [];
    }

    private sealed class Copied
    {
        public byte[] Again { get; set; } = [];
    }

    private sealed class DoubledAndMore
    {
        public float Twice { get; set; }

        public float NotThere { get; set; }
    }

    private sealed class DisposableMapper(ITransformer inner) : ITransformer, IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => inner.Transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

        public void Dispose() => Disposals++;

        void ICanSaveModel.Save(ModelSaveContext ctx) => inner.Save(ctx);
    }
}
