using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MlNetVad.TestSupport;
using MlNetVad.TestSupport.Graphs;

namespace Compat.Conformance.Transforms;

public sealed class ApplyOnnxModelTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ApplyOnnxModel_NamedColumns_ComputesEveryRow()
    {
        IDataView view = _ml.Transforms.ApplyOnnxModel("sum", "Pair", SumFile()).Fit(Data()).Transform(Data());

        Assert.Equal([[11f], [22f], [-36f]], Vectors.Read(view, "sum"));
    }

    [Fact]
    public void ApplyOnnxModel_NoNames_TakesTheModelsOwn()
    {
        IDataView view = _ml.Transforms.ApplyOnnxModel(SumFile()).Fit(Data()).Transform(Data());

        Assert.Equal([[11f], [22f], [-36f]], Vectors.Read(view, "sum"));
        Assert.Equal([[2f, 20f], [4f, 40f], [8f, -80f]], Vectors.Read(view, "double"));
    }

    [Fact]
    public void ApplyOnnxModel_Options_IsTheSame()
    {
        var options = new OnnxOptions { ModelFile = SumFile(), InputColumns = ["Pair"], OutputColumns = ["double"] };

        IDataView view = _ml.Transforms.ApplyOnnxModel(options).Fit(Data()).Transform(Data());

        Assert.Equal([[2f, 20f], [4f, 40f], [8f, -80f]], Vectors.Read(view, "double"));
        Assert.Null(view.Schema.GetColumnOrNull("sum"));
    }

    [Fact]
    public void ApplyOnnxModel_Stream_NeedsNoFile()
    {
        using var bytes = new MemoryStream(Sum().ToArray());

        IDataView view = _ml.Transforms.ApplyOnnxModel("sum", "Pair", bytes).Fit(Data()).Transform(Data());

        Assert.Equal([[11f], [22f], [-36f]], Vectors.Read(view, "sum"));
    }

    [Fact]
    public void Transform_AColumnThatTheModelDoesNotFeed_NeedsNoInput()
    {
        var counted = new CountingView(Data());
        IDataView view = _ml.Transforms.ApplyOnnxModel("sum", "Pair", SumFile()).Fit(counted).Transform(counted);

        Assert.Equal(0, counted.Cursors);
        Assert.Equal([1f, 2f, 4f], view.GetColumn<float>("X"));
        Assert.Equal(["X"], counted.Requested);
    }

    [Fact]
    public void SaveAndLoad_GivesTheSameWithoutTheFile()
    {
        string file = SumFile();
        ITransformer model = _ml.Transforms.ApplyOnnxModel("sum", "Pair", file).Fit(Data());
        string zip = Path.Combine(_folder, "model.zip");
        _ml.Model.Save(model, Data().Schema, zip);
        File.Delete(file);

        ITransformer loaded = new MLContext(seed: 1).Model.Load(zip, out _);

        Assert.Equal([[11f], [22f], [-36f]], Vectors.Read(loaded.Transform(Data()), "sum"));
    }

    [Fact]
    public void PredictionEngine_GivesWhatTransformGives()
    {
        ITransformer model = _ml.Transforms.ApplyOnnxModel("sum", "Pair", SumFile()).Fit(Data());
        using PredictionEngine<Mixed, Summed> engine = _ml.Model.CreatePredictionEngine<Mixed, Summed>(model);

        Assert.Equal([-36f], engine.Predict(Mixed.Some[2]).Sum);
    }

    [Fact]
    public void Fit_MissingOrWrongColumn_Fails()
    {
        var estimator = _ml.Transforms.ApplyOnnxModel("sum", "Pair", SumFile());
        IDataView missing = _ml.Transforms.DropColumns("Pair").Fit(Data()).Transform(Data());

        Assert.ThrowsAny<Exception>(() => estimator.Fit(missing));
        Assert.ThrowsAny<Exception>(() => estimator.GetOutputSchema(ShapeOf.View(missing)));
    }

    [Fact]
    public void ApplyOnnxModel_NoSuchFileOrNoNetwork_Fails()
    {
        string broken = Path.Combine(_folder, "broken.onnx");
        File.WriteAllText(broken, "no network");

        Assert.ThrowsAny<Exception>(() => _ml.Transforms.ApplyOnnxModel("sum", "Pair", Path.Combine(_folder, "none.onnx")));
        Assert.ThrowsAny<Exception>(() => _ml.Transforms.ApplyOnnxModel("sum", "Pair", broken));
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Mixed.Some);

    private string SumFile() => Sum().Save(Path.Combine(_folder, "sum.onnx"));

    // Pair [1, 2] to double [1, 2] and sum [1, 1]
    private static OnnxGraph Sum() => new OnnxGraph()
        .Input("Pair", OnnxGraph.Element.Float, 1, 2)
        .Output("sum", OnnxGraph.Element.Float, 1, 1)
        .Output("double", OnnxGraph.Element.Float, 1, 2)
        .Constant("ones", [1f, 1f], 2, 1)
        .Constant("two", [2f], 1)
        .Node("MatMul", ["Pair", "ones"], "sum")
        .Node("Mul", ["Pair", "two"], "double");

    private sealed class Summed
    {
        [ColumnName("sum")]
        public float[] Sum { get; set; } = [];
    }
}
