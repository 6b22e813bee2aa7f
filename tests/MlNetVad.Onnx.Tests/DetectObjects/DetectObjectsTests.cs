using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Video;
using static MlNetVad.Onnx.Tests.DetectObjects.SmallDetector;

namespace MlNetVad.Onnx.Tests.DetectObjects;

public sealed class DetectObjectsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("detect").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Detect_YoloxCells_AreDecodedByTheirGrid()
    {
        string path = Write(
            File("yolox.onnx"),
            DetectorFormat.Yolox,
            [
                new(64 + (2 * 4) + 1, 0.5f, 0.25f, MathF.Log(2), 0, 0.9f, 0.1f, 0.8f),   // stride 16, row 2, column 1
                new((3 * 8) + 6, 0.5f, 0.5f, 0, MathF.Log(2), 0.6f, 1f, 0.2f),           // stride 8, row 3, column 6
                new(64 + 16 + 3, 0.5f, 0.5f, 0, 0, 0.9f, 0.3f, 0.3f),                    // a product below the threshold
            ]);

        float[][] objects = Detect(new() { ModelPath = path });

        Assert.Equal(2, objects.Length);
        Near([8, 28, 32, 16, 0.72f, 1], objects[0]);
        Near([48, 20, 8, 16, 0.6f, 0], objects[1]);
    }

    [Theory]
    [InlineData(DetectorFormat.YoloV5, 0.45f)]
    [InlineData(DetectorFormat.YoloV8, 0.9f)]
    public void Detect_InATallFrame_TakesThePaddingAway(DetectorFormat format, float score)
    {
        string path = Write(File("decoded.onnx"), format, [new(5, 32, 40, 8, 16, 0.5f, 0.2f, 0.9f)]);

        // 64 × 128 is halved and lies in the centre: 16 columns of padding at the left
        float[][] objects = Detect(new() { ModelPath = path, Format = format }, width: 64, height: 128);

        Near([24, 64, 16, 32, score, 1], Assert.Single(objects));
    }

    [Fact]
    public void Detect_BoxBeyondTheFrame_IsCutAtItsBorder()
    {
        string path = Write(File("border.onnx"), DetectorFormat.YoloV5, [new(0, 2, 60, 10, 20, 1, 0.9f, 0), new(1, -50, 10, 10, 10, 1, 0.9f, 0), new(2, 32, 32, float.NaN, 8, 1, 1, 0)]);

        Near([0, 50, 7, 14, 0.9f, 0], Assert.Single(Detect(new() { ModelPath = path, Format = DetectorFormat.YoloV5 })));
    }

    [Theory]
    [InlineData(false, 0.45f, new[] { 0.9f, 0.8f, 0.5f })]
    [InlineData(true, 0.45f, new[] { 0.9f, 0.5f })]
    [InlineData(false, 0.9f, new[] { 0.9f, 0.8f, 0.7f, 0.5f })]
    public void Detect_Overlaps_KeepTheBetterBox(bool agnostic, float threshold, float[] scores)
    {
        string path = Write(
            File("nms.onnx"),
            DetectorFormat.YoloV8,
            [
                new(3, 20, 20, 16, 16, 0, 0.7f, 0),
                new(1, 21, 20, 16, 16, 0, 0.9f, 0),     // overlaps the first by 15 / 17
                new(2, 20, 20, 16, 16, 0, 0, 0.8f),     // of another class
                new(0, 50, 50, 16, 16, 0, 0.5f, 0),
            ]);

        float[][] objects = Detect(new() { ModelPath = path, Format = DetectorFormat.YoloV8, ClassAgnosticNms = agnostic, NmsThreshold = threshold });

        Assert.Equal(scores, objects.Select(o => o[4]));
    }

    [Fact]
    public void Detect_ThresholdClassesAndMaximum_LeaveTheRest()
    {
        string path = Write(
            File("filter.onnx"),
            DetectorFormat.YoloV5,
            [new(0, 10, 10, 8, 8, 1, 0.9f, 0), new(1, 30, 10, 8, 8, 1, 0.1f, 0.8f), new(2, 50, 10, 8, 8, 1, 0, 0.6f), new(3, 10, 50, 8, 8, 1, 0.2f, 0)],
            boxes: 3 * Cells);
        string names = File("names.txt");
        System.IO.File.WriteAllText(names, "person\nhand cart\n");

        Assert.Equal([0.9f, 0.8f, 0.6f], Scores(new()));
        Assert.Equal([0.9f, 0.8f, 0.6f, 0.2f], Scores(new() { ScoreThreshold = 0.2f }));
        Assert.Equal([0.9f, 0.8f], Scores(new() { MaximumObjects = 2 }));
        Assert.Equal([0.8f, 0.6f], Scores(new() { Classes = "1" }));
        Assert.Equal([0.8f, 0.6f], Scores(new() { Classes = " Hand cart,", ClassNamesPath = names }));
        Assert.Equal([0.9f, 0.8f, 0.6f], Scores(new() { Classes = "hand cart, person", ClassNamesPath = names }));

        float[] Scores(ObjectDetectionEstimator.Options options)
        {
            (options.ModelPath, options.Format) = (path, DetectorFormat.YoloV5);
            return [.. Detect(options).Select(o => o[4])];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData("batch")]
    public void Detect_InTiles_PutsBoxesWhereTheTilesAre(object batch)
    {
        // gives a box in the middle where the tile is bright
        string path = Write(File("tiles.onnx"), DetectorFormat.Yolox, [new(80, 1, 1, 0, 0, 0, 1, 0)], [new(80, 0, 0, 0, 0, 1 / 255f, 0, 0)], batch);
        var ml = new MLContext(seed: 1);
        IDataView clips = Clips(ml, 96, 48, 3, Frame(96, 48, 3, column => column >= 48 ? (byte)255 : (byte)0));

        var options = new ObjectDetectionEstimator.Options { ModelPath = path, TileColumns = 2, TileRows = 1, TileOverlap = 0 };
        float[][] halves = Objects(ml.Transforms.DetectObjects(options).Fit(clips).Transform(clips));
        options.TileColumns = 3;
        options.ScoreThreshold = 0.6f;
        float[][] thirds = Objects(ml.Transforms.DetectObjects(options).Fit(clips).Transform(clips));

        // a half, 48 × 48, is enlarged to 64 × 64: the box of 32 is one of 24 in the middle of the right half
        Near([60, 12, 24, 24, 1, 0], Assert.Single(halves));

        // a third, 32 × 48, becomes 43 × 64 in the upper left corner, and padding of 114 dims it; the middle one is half dark
        float left = 64 + (16 * 32 / 43f);
        Near([left, 12, 96 - left, 24, (43 + (21 * 114 / 255f)) / 64, 0], Assert.Single(thirds));
    }

    [Fact]
    public void Detect_OneObjectInTwoTiles_IsFoundOnce()
    {
        // each tile sees the same thing at its own place: 96 wide, tiles of 64 at 0 and 32
        string path = Write(File("seam.onnx"), DetectorFormat.YoloV5, [new(0, 48, 32, 20, 20, 1, 0.9f, 0), new(1, 16, 32, 20, 20, 1, 0.8f, 0)]);

        float[][] objects = Detect(new() { ModelPath = path, Format = DetectorFormat.YoloV5, TileColumns = 2, TileRows = 1, TileOverlap = 0.5f }, width: 96, height: 64);

        Assert.Equal([0.9f, 0.9f, 0.8f], objects.Select(o => o[4]));
        Near([38, 22, 20, 20, 0.9f, 0], objects[0]);
        Near([70, 22, 20, 20, 0.9f, 0], objects[1]);
        Near([6, 22, 20, 20, 0.8f, 0], objects[2]);
    }

    [Fact]
    public void Detect_NetworkOfAnySize_TakesInputSize()
    {
        string path = Write(File("any.onnx"), DetectorFormat.Yolox, [new(80, 1, 1, 0, 0, 1, 1, 0)], side: "side");

        Near([16, 16, 32, 32, 1, 0], Assert.Single(Detect(new() { ModelPath = path, InputSize = Side })));
    }

    [Fact]
    public void DetectObjects_Estimator_KeepsTheContract()
    {
        var ml = new MLContext(seed: 1);
        string path = Write(File("contract.onnx"), DetectorFormat.Yolox, [new(80, 1, 1, 0, 0, 0.5f, 1, 0)], [new(81, 0, 0, 0, 0, 1 / 255f, 1 / 255f, 0)]);
        IDataView clips = Clips(ml, 40, 30, 1, [.. Enumerable.Range(0, 4).Select(i => Frame(40, 30, 1, column => (byte)((60 * i) + column)))]);

        EstimatorContract.Check(ml, ml.Transforms.DetectObjects("Objects", "Clip", path), clips, ml.Transforms.DropColumns("Clip").Fit(clips).Transform(clips));
    }

    [Fact]
    public void Describe_ADetector_TellsFileThresholdsAndClasses()
    {
        var ml = new MLContext(seed: 1);
        string path = Write(File("described.onnx"), DetectorFormat.Yolox, []);
        IDataView clips = Clips(ml, 40, 30, 3, new byte[3600]);
        string zip = File("model.zip");
        VadModel.Save(ml, ml.Transforms.DetectObjects("Objects", "Clip", path, classes: "class 1", target: ClipTarget.Middle).Fit(clips), clips.Schema, zip);
        System.IO.File.Delete(path);

        VadModel model = VadModel.Load(ml, zip);
        Dictionary<string, string> settings = model.Describe()[0].Settings.ToDictionary(s => s.Key, s => s.Value);

        Assert.Equal(ClipTarget.Middle, model.ClipOptions().Target);
        Assert.StartsWith("described.onnx, SHA-256 ", settings["network"], StringComparison.Ordinal);
        Assert.Equal("Yolox", settings["format"]);
        Assert.Equal("BGR, pixels × 1, top left, padding 114", settings["picture"]);
        Assert.Equal("0.3", settings["score threshold"]);
        Assert.Equal("1 of 2: class 1", settings["classes"]);
        Assert.Equal(["class 0", "class 1"], Assert.IsType<ObjectDetectionTransformer>(Assert.Single(model.Parts)).ClassNames);
    }

    private string File(string name) => Path.Combine(_folder, name);

    private static void Near(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
}
