using Microsoft.ML;
using MlNetVad.TestSupport;
using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.Onnx.Tests.DetectObjects;

/// <summary>What is wrong with a detector is said before the first row, in one sentence.</summary>
public sealed class DetectorErrorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("errors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void GetOutputSchema_NoFile_NamesIt() => Refuses(new() { ModelPath = In("none.onnx") }, "The detector '", "none.onnx' is not there");

    [Fact]
    public void GetOutputSchema_NoNetwork_SaysSo()
    {
        OnnxRuntimePresence.Require();
        File.WriteAllText(In("text.onnx"), "no network");
        Refuses(new() { ModelPath = In("text.onnx") }, "'text.onnx' cannot be opened as an ONNX network");
    }

    [Fact]
    public void GetOutputSchema_CutOffNetwork_SaysSo()
    {
        string path = Small(DetectorFormat.Yolox);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..500]);
        Refuses(new() { ModelPath = path }, "'small.onnx' cannot be opened as an ONNX network");
    }

    [Theory]
    [InlineData("frames", null, "has no input 'frames'; its inputs are: images Float[1, 3, 64, 64]")]
    [InlineData(null, "boxes", "has no output 'boxes'; its outputs are: output Float[1, 84, 7]")]
    public void GetOutputSchema_WrongName_ListsWhatIsThere(string? input, string? output, string words) =>
        Refuses(new() { ModelPath = Small(DetectorFormat.Yolox), InputName = input, OutputName = output }, words);

    [Fact]
    public void GetOutputSchema_InputOfAnotherShape_NamesExpectedAndFound()
    {
        string path = new OnnxGraph()
            .Input("pixels", OnnxGraph.Element.Float, 1, 64, 64, 3)
            .Output("out", OnnxGraph.Element.Float, 1, 64, 64, 3)
            .Node("Identity", ["pixels"], "out")
            .Save(In("nhwc.onnx"));

        Refuses(new() { ModelPath = path }, "The input 'pixels' of 'nhwc.onnx' is Float[1, 64, 64, 3]; expected Float[?, 3, ?, ?].");
    }

    [Fact]
    public void GetOutputSchema_InputOfAnotherType_NamesExpectedAndFound()
    {
        string path = new OnnxGraph()
            .Input("pixels", OnnxGraph.Element.Byte, 1, 3, 64, 64)
            .Output("out", OnnxGraph.Element.Byte, 1, 3, 64, 64)
            .Node("Identity", ["pixels"], "out")
            .Save(In("bytes.onnx"));

        Refuses(new() { ModelPath = path }, "is UInt8[1, 3, 64, 64]; expected Float[?, 3, ?, ?].");
    }

    [Fact]
    public void GetOutputSchema_TwoInputs_SaysWhatADetectorHas()
    {
        string path = new OnnxGraph()
            .Input("image", OnnxGraph.Element.Float, 1, 3, 64, 64)
            .Input("image_shape", OnnxGraph.Element.Float, 1, 3, 64, 64)
            .Output("out", OnnxGraph.Element.Float, 1, 3, 64, 64)
            .Node("Add", ["image", "image_shape"], "out")
            .Save(In("two.onnx"));

        Refuses(new() { ModelPath = path }, "'two.onnx' has 2 inputs (image, image_shape)");
    }

    [Theory]
    [InlineData(DetectorFormat.YoloV8, DetectorFormat.Yolox, "is [1, 6, 84] for a picture of 64 × 64; expected [1, 84, 5 + classes] (Format Yolox): set Format to YoloV8.")]
    [InlineData(DetectorFormat.YoloV8, DetectorFormat.YoloV5, "expected [1, boxes, 5 + classes] (Format YoloV5): set Format to YoloV8.")]
    [InlineData(DetectorFormat.Yolox, DetectorFormat.YoloV8, "is [1, 84, 7] for a picture of 64 × 64; expected [1, 4 + classes, boxes] (Format YoloV8): set Format to Yolox or YoloV5.")]
    public void GetOutputSchema_AnotherFormat_NamesTheRightOne(DetectorFormat written, DetectorFormat asked, string words) =>
        Refuses(new() { ModelPath = Small(written), Format = asked }, words);

    [Fact]
    public void GetOutputSchema_DecodedYolox_IsToldFromRawYolox()
    {
        string raw = SmallDetector.Write(In("raw.onnx"), DetectorFormat.Yolox, [new(0, 0.5f, 0.5f, -1, -1, 0.1f, 0, 0)]);
        string decoded = SmallDetector.Write(
            In("decoded.onnx"), DetectorFormat.YoloV5, [.. Enumerable.Range(0, SmallDetector.Cells).Select(i => new GivenBox(i, 4 + (i % 60), 20, 8, 8, 0, 0, 0))]);

        Refuses(new() { ModelPath = raw, Format = DetectorFormat.YoloV5 }, "offsets in grids, not decoded (Format YoloV5): set Format to Yolox.");
        Refuses(new() { ModelPath = decoded }, "its boxes are decoded already", "set Format to YoloV5");
        Schema(new() { ModelPath = raw });
        Schema(new() { ModelPath = decoded, Format = DetectorFormat.YoloV5 });
    }

    [Fact]
    public void GetOutputSchema_OutputWithBuiltInSuppression_IsRefused()
    {
        string path = new OnnxGraph()
            .Input("images", OnnxGraph.Element.Float, 1, 3, 64, 64)
            .Output("found", OnnxGraph.Element.Float, 5, 7)
            .Constant("found", new float[35], 5, 7)
            .Save(In("nms.onnx"));

        Refuses(new() { ModelPath = path }, "The output 'found' of 'nms.onnx' is Float[5, 7]; expected Float[?, ?, ?].");
    }

    [Theory]
    [InlineData("zebra", "'small.onnx' has no class 'zebra'; it knows class 0, class 1 and ids from 0 to 1.")]
    [InlineData("class 0, 2", "'small.onnx' has no class '2'")]
    [InlineData("class", "did you mean 'class 0' or 'class 1'?")]
    [InlineData(" , ", "Classes is empty")]
    public void GetOutputSchema_UnknownClass_SaysWhichThereAre(string classes, string words) =>
        Refuses(new() { ModelPath = Small(DetectorFormat.Yolox), Classes = classes }, words);

    [Fact]
    public void GetOutputSchema_ClassNamesOfAnotherNetwork_GivesBothCounts()
    {
        File.WriteAllText(In("three.txt"), "a\nb\nc\n");
        Refuses(new() { ModelPath = Small(DetectorFormat.Yolox), ClassNamesPath = In("three.txt") }, "three.txt' has 3 names, but 'small.onnx' has 2 classes");
        Refuses(new() { ModelPath = Small(DetectorFormat.Yolox), ClassNamesPath = In("none.txt") }, "none.txt' cannot be read");
    }

    [Fact]
    public void GetOutputSchema_ImpossibleInputSize_SaysWhatItMustBe()
    {
        Refuses(new() { ModelPath = Small(DetectorFormat.Yolox), InputSize = 416 }, "InputSize is 416, but the pictures of 'small.onnx' are 64 × 64");
        string open = SmallDetector.Write(In("open.onnx"), DetectorFormat.Yolox, [], side: "side");
        Refuses(new() { ModelPath = open, InputSize = 100 }, "InputSize is 100; expected a multiple of 32");
    }

    [Theory]
    [InlineData(0f, 0.45f, "ScoreThreshold is 0")]
    [InlineData(0.3f, 1.5f, "NmsThreshold is 1.5; expected 0 to 1")]
    public void DetectObjects_OptionOutOfRange_NamesIt(float score, float nms, string words)
    {
        var options = new ObjectDetectionEstimator.Options { ModelPath = "x.onnx", ScoreThreshold = score, NmsThreshold = nms };
        Assert.Contains(words, Assert.Throws<VadException>(() => new MLContext().Transforms.DetectObjects(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DetectObjects_NoModelPath_AsksForIt() =>
        Assert.Contains("ModelPath is empty", Assert.Throws<VadException>(() => new MLContext().Transforms.DetectObjects(new())).Message, StringComparison.Ordinal);

    private string In(string name) => Path.Combine(_folder, name);

    private string Small(DetectorFormat format) => SmallDetector.Write(In("small.onnx"), format, []);

    private static void Schema(ObjectDetectionEstimator.Options options)
    {
        var ml = new MLContext(seed: 1);
        ml.Transforms.DetectObjects(options).GetOutputSchema(ShapeOf.View(SmallDetector.Clips(ml, 8, 8, 3, new byte[192])));
    }

    private static void Refuses(ObjectDetectionEstimator.Options options, params string[] words)
    {
        var ml = new MLContext(seed: 1);
        ObjectDetectionEstimator estimator = ml.Transforms.DetectObjects(options);
        string early = Assert.Throws<VadException>(() => Schema(options)).Message;
        string late = Assert.Throws<VadException>(() => estimator.Fit(SmallDetector.Clips(ml, 8, 8, 3, new byte[192]))).Message;

        Assert.Equal(early, late);
        Assert.DoesNotContain('\n', early);
        Assert.All(words, word => Assert.Contains(word, early, StringComparison.Ordinal));
    }
}
