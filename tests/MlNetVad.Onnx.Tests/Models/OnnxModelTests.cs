using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.Onnx.Tests.Models;

public sealed class OnnxModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_AddsOne_GivesInputPlusOne()
    {
        using OnnxModel model = OnnxModel.Open(ModelFile.Open(PlusOne("plus.onnx"), "the network"));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory([1f, 2f, 3f], [1, 3]);

        using IDisposableReadOnlyCollection<OrtValue> outputs = model.Run(["x"], [input], ["y"]);

        Assert.Equal([2f, 3f, 4f], outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Open_OfNoNetwork_SaysSoInOneSentence()
    {
        OnnxRuntimePresence.Require();
        string path = Path.Combine(_folder, "broken.onnx");
        File.WriteAllText(path, "this is no network");

        var error = Assert.Throws<VadException>(() => OnnxModel.Open(ModelFile.Open(path, "the network")));

        Assert.Contains("'broken.onnx' cannot be opened as an ONNX network", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void RequireInput_OfAnotherNameTypeOrShape_NamesExpectedAndFound()
    {
        using OnnxModel model = OnnxModel.Open(ModelFile.Open(PlusOne("plus.onnx"), "the network"));

        string name = Assert.Throws<VadException>(() => model.RequireInput("images", TensorElementType.Float, 1, 3)).Message;
        string type = Assert.Throws<VadException>(() => model.RequireInput("x", TensorElementType.Int64, 1, 3)).Message;
        string shape = Assert.Throws<VadException>(() => model.RequireInput("x", TensorElementType.Float, 1, 4)).Message;

        Assert.Equal("'plus.onnx' has no input 'images'; its inputs are: x Float[?, 3]. Name the right one in the options.", name);
        Assert.Equal("The input 'x' of 'plus.onnx' is Float[?, 3]; expected Int64[1, 3].", type);
        Assert.Equal("The input 'x' of 'plus.onnx' is Float[?, 3]; expected Float[1, 4].", shape);
        model.RequireInput("x", TensorElementType.Float, -1, 3);
    }

    private string PlusOne(string name) => new OnnxGraph()
        .Input("x", OnnxGraph.Element.Float, "n", 3)
        .Output("y", OnnxGraph.Element.Float, "n", 3)
        .Constant("one", [1f], 1)
        .Node("Add", ["x", "one"], "y")
        .Save(Path.Combine(_folder, name));
}
