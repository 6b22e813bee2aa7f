using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.Onnx.Tests.Models;

public sealed class OnnxWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Count_OfAHandMadeGraph_IsAllElementsOfItsInitializers()
    {
        string path = new OnnxGraph()
            .Input("x", OnnxGraph.Element.Float, 1, 3)
            .Constant("w", new float[6], 3, 2)
            .Constant("b", new float[2], 2)
            .Constant("scale", new float[1])
            .Node("MatMul", ["x", "w"], "y")
            .Output("y", OnnxGraph.Element.Float, 1, 2)
            .Save(Path.Combine(_folder, "g.onnx"));

        Assert.Equal(6 + 2 + 1, OnnxWeights.Count(ModelFile.Open(path, "the network")));                       // embedded
        Assert.Equal(6 + 2 + 1, OnnxWeights.Count(ModelFile.Open(path, "the network", embeddedLimit: 0)));     // on disk
    }

    [Fact]
    public void Count_OfYoloxNano_IsThePublishedNumber()
    {
        long count = OnnxWeights.Count(ModelFile.Open(TestData.Require("models/yolox_nano.onnx"), "the detector"));

        Assert.InRange(count, 890_000, 930_000);   // 0.91 million, by the authors' table
    }
}
