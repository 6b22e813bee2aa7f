using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.TestSupport.Graphs;
using static MlNetVad.Onnx.Tests.DetectObjects.SmallDetector;

namespace MlNetVad.Onnx.Tests.DetectObjects;

/// <summary>Outputs that have a detector's shape, or nearly, and other numbers in it.</summary>
public sealed class DetectorHeadsTests : IDisposable
{
    private const int Rows = 30;
    private const string Names = "{0: 'person', 1: \"driver's cab\", 2: 'cat'}";

    private readonly string _folder = Directory.CreateTempSubdirectory("heads").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Detect_EndToEnd_ReadsCornersScoreAndClass()
    {
        string path = EndToEnd(Names, [8, 16, 24, 48, 0.9f, 0], [40, 8, 56, 16, 0.6f, 2], [0, 0, 9, 9, 0.1f, 1]);

        float[][] objects = Detect(new() { ModelPath = path, Format = DetectorFormat.EndToEnd });

        Assert.Equal([[8, 16, 16, 32, 0.9f, 0], [40, 8, 16, 8, 0.6f, 2]], objects);
        Assert.Equal(2, Assert.Single(Detect(new() { ModelPath = path, Format = DetectorFormat.EndToEnd, Classes = "cat" }))[5]);
    }

    [Theory]
    [InlineData(DetectorFormat.YoloV8)]
    [InlineData(DetectorFormat.YoloV5)]
    [InlineData(DetectorFormat.Yolox)]
    public void Detect_EndToEndAsAnotherFormat_NamesTheRightOne(DetectorFormat format) =>
        Assert.EndsWith("set Format to EndToEnd.", Refusal(new() { ModelPath = EndToEnd(Names, [8, 16, 24, 48, 0.9f, 0]), Format = format }), StringComparison.Ordinal);

    [Fact]
    public void Detect_EndToEndWithoutNames_AsksForThem()
    {
        string path = EndToEnd(null, [8, 16, 24, 48, 0.9f, 1]);
        Assert.Contains("give a file with their names, ClassNamesPath", Refusal(new() { ModelPath = path, Format = DetectorFormat.EndToEnd }), StringComparison.Ordinal);

        File.WriteAllText(In("names.txt"), "person\n");
        Assert.Contains("a box of class 1, but it has the classes 0 to 0", Refusal(new() { ModelPath = path, Format = DetectorFormat.EndToEnd, ClassNamesPath = In("names.txt") }), StringComparison.Ordinal);

        File.WriteAllText(In("names.txt"), "person\ncar\n");
        Assert.Single(Detect(new() { ModelPath = path, Format = DetectorFormat.EndToEnd, ClassNamesPath = In("names.txt") }));
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("pose")]
    [InlineData("obb")]
    [InlineData("classify")]
    public void Detect_AnotherTask_IsRefusedByName(string task) =>
        Assert.Contains($"is a network for the task '{task}'", Refusal(new() { ModelPath = V8(task, null, 0.9f), Format = DetectorFormat.YoloV8 }), StringComparison.Ordinal);

    [Fact]
    public void Detect_SecondOutputOfMasks_IsRefusedWithoutMetadata()
    {
        string path = new OnnxGraph()
            .Input("images", OnnxGraph.Element.Float, 1, 3, Side, Side)
            .Output("output0", OnnxGraph.Element.Float, 1, 6, Cells)
            .Output("output1", OnnxGraph.Element.Float, 1, 2, 4, 4)
            .Constant("output0", new float[6 * Cells], 1, 6, Cells)
            .Constant("output1", new float[32], 1, 2, 4, 4)
            .Save(In("masks.onnx"));

        Assert.Contains("a second output 'output1' [1, 2, 4, 4], masks", Refusal(new() { ModelPath = path, Format = DetectorFormat.YoloV8 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DetectorFormat.YoloV8)]
    [InlineData(DetectorFormat.YoloV5)]
    [InlineData(DetectorFormat.Yolox)]
    public void Detect_ScoreAboveOne_IsRefused(DetectorFormat format)
    {
        string path = Write(In("loud.onnx"), format, [new(0, 0.5f, 0.5f, 1, 1, 1, 0, 618)]);
        Assert.Contains("the score 618, but scores are at most 1", Refusal(new() { ModelPath = path, Format = format }), StringComparison.Ordinal);
        Assert.Contains("the score 618, but scores are at most 1", Refusal(new() { ModelPath = path, Format = format, Classes = "class 0" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DetectorFormat.YoloV8)]
    [InlineData(DetectorFormat.YoloV5)]
    [InlineData(DetectorFormat.Yolox)]
    public void Detect_NumbersBelowZeroAmongTheScores_AreRefused(DetectorFormat format)
    {
        // a box of class 0, and elsewhere an angle of -0.6 in the place of class 1, as oriented boxes have it; no number is above 1
        string path = Write(In("angles.onnx"), format, [new(0, 0.5f, 0.5f, 1, 1, 0.9f, 0.9f, 0), new(1, 0.5f, 0.5f, 1, 1, 0, 0, -0.6f)]);
        Assert.Contains("has -0.6 where a score is expected, but scores are from 0 to 1; it is no plain box detector", Refusal(new() { ModelPath = path, Format = format }), StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_RoundedScoresBarelyBelowZero_AreScores()
    {
        string path = Write(In("rounded.onnx"), DetectorFormat.YoloV8, [new(0, 8, 8, 8, 8, 0, 0.9f, 0), new(1, 8, 8, 1, 1, 0, 0, -0.004f)]);
        Assert.Single(Detect(new() { ModelPath = path, Format = DetectorFormat.YoloV8 }));
    }

    [Fact]
    public void Detect_EndToEndScoreAboveOne_IsRefused() => Assert.Contains(
        "the score 1.4", Refusal(new() { ModelPath = EndToEnd(Names, [8, 16, 24, 48, 1.4f, 0]), Format = DetectorFormat.EndToEnd }), StringComparison.Ordinal);

    [Fact]
    public void Detect_NamesInTheMetadata_AreTheClasses()
    {
        string path = V8("detect", "{0: 'person', 1: \"driver's cab\"}", 0.9f);

        Assert.Single(Detect(new() { ModelPath = path, Format = DetectorFormat.YoloV8, Classes = "driver's cab" }));
        Assert.Empty(Detect(new() { ModelPath = path, Format = DetectorFormat.YoloV8, Classes = "person" }));
        Assert.Contains("names 3 classes in its metadata, but its output has 2", Refusal(new() { ModelPath = V8("detect", Names, 0.9f), Format = DetectorFormat.YoloV8 }), StringComparison.Ordinal);
        Assert.Contains("not with the ids 0 to 1", Refusal(new() { ModelPath = V8("detect", "{0: 'a', 5: 'b'}", 0.9f), Format = DetectorFormat.YoloV8 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_HalfPrecision_FindsTheSameBox()
    {
        string path = new OnnxGraph()
            .Input("images", OnnxGraph.Element.Half, 1, 3, Side, Side)
            .Output("output", OnnxGraph.Element.Half, 1, 6, Cells)
            .Constant("known", V8Numbers(0.75f), 1, 6, Cells)
            .Node("Cast", ["images"], "wide", ("to", 1L))
            .Node("ReduceMean", ["wide"], "mean", ("axes", new[] { 1L, 2L, 3L }), ("keepdims", 0L))
            .Constant("none", [0f])
            .Node("Mul", ["mean", "none"], "nothing")
            .Node("Add", ["known", "nothing"], "sum")
            .Node("Cast", ["sum"], "output", ("to", 10L))
            .Save(In("half.onnx"));

        Assert.Equal([24, 16, 16, 32, 0.75f, 1], Assert.Single(Detect(new() { ModelPath = path, Format = DetectorFormat.YoloV8 })));
    }

    [Fact]
    public void Save_EndToEnd_FindsTheSameAfterLoading()
    {
        var ml = new MLContext(seed: 1);
        IDataView clips = Clips(ml, Side, Side, 3, new byte[Side * Side * 3]);
        string path = EndToEnd(Names, [8, 16, 24, 48, 0.9f, 0], [40, 8, 56, 16, 0.6f, 2]);
        ObjectDetectionTransformer model = ml.Transforms.DetectObjects(new() { ModelPath = path, Format = DetectorFormat.EndToEnd }).Fit(clips);
        VadModel.Save(ml, model, clips.Schema, In("model.zip"));

        ITransformer plain = ml.Model.Load(In("model.zip"), out _);

        Assert.Equal(["person", "driver's cab", "cat"], ((ObjectDetectionTransformer)Assert.Single(VadModel.Load(ml, In("model.zip")).Parts)).ClassNames);
        Assert.Equal(Objects(model.Transform(clips)), Objects(plain.Transform(clips)));
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string EndToEnd(string? names, params float[][] boxes)
    {
        float[] numbers = [.. boxes.SelectMany(b => b), .. new float[(Rows - boxes.Length) * 6]];
        OnnxGraph graph = new OnnxGraph()
            .Input("images", OnnxGraph.Element.Float, 1, 3, Side, Side)
            .Output("output0", OnnxGraph.Element.Float, 1, Rows, 6)
            .Constant("output0", numbers, 1, Rows, 6)
            .Metadata("task", "detect");
        return (names is null ? graph : graph.Metadata("names", names)).Save(In("e2e.onnx"));
    }

    private string V8(string task, string? names, float score)
    {
        OnnxGraph graph = new OnnxGraph()
            .Input("images", OnnxGraph.Element.Float, 1, 3, Side, Side)
            .Output("output0", OnnxGraph.Element.Float, 1, 6, Cells)
            .Constant("output0", V8Numbers(score), 1, 6, Cells)
            .Metadata("task", task);
        return (names is null ? graph : graph.Metadata("names", names)).Save(In("v8.onnx"));
    }

    // one box of class 1 with the corners 24, 16 and 40, 48
    private static float[] V8Numbers(float score)
    {
        var numbers = new float[6 * Cells];
        float[] box = [32, 32, 16, 32, 0, score];
        for (int i = 0; i < box.Length; i++)
        {
            numbers[i * Cells] = box[i];
        }

        return numbers;
    }

    private static string Refusal(ObjectDetectionEstimator.Options options)
    {
        Exception? error = Record.Exception(() => Detect(options));
        while (error is not null and not VadException)
        {
            error = error.InnerException;
        }

        string message = Assert.IsType<VadException>(error).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
