using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport.Graphs;
using MlNetVad.Video;

namespace MlNetVad.Onnx.Tests.DetectObjects;

/// <summary>A box that a small detector gives, in the numbers of its format: YOLOX in cells of a grid, else in pixels.</summary>
/// <param name="At">Its place among the boxes.</param>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="Width">Or its logarithm.</param>
/// <param name="Height">Or its logarithm.</param>
/// <param name="Objectness">Nothing in YoloV8.</param>
/// <param name="Classes">A score a class.</param>
internal sealed record GivenBox(int At, float X, float Y, float Width, float Height, float Objectness, params float[] Classes);

/// <summary>Writes detectors of 64 × 64 pixels and two classes that give known boxes, whatever they see, or more of them the brighter the picture is.</summary>
internal static class SmallDetector
{
    public const int Side = 64, Cells = (8 * 8) + (4 * 4) + (2 * 2), Classes = 2;

    /// <summary>Boxes = known + share of the picture's mean brightness (0 … 1) · bright.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The form of the output.</param>
    /// <param name="known">The boxes.</param>
    /// <param name="bright">Boxes that appear with brightness.</param>
    /// <param name="batch">1, another number, or a name for any number.</param>
    /// <param name="side">The side of its picture, or a name for any.</param>
    /// <param name="boxes">How many boxes there are.</param>
    public static string Write(
        string path, DetectorFormat format, GivenBox[] known, GivenBox[]? bright = null, object? batch = null, object? side = null, int boxes = Cells)
    {
        int attributes = (format == DetectorFormat.YoloV8 ? 4 : 5) + Classes;
        int[] shape = format == DetectorFormat.YoloV8 ? [1, attributes, boxes] : [1, boxes, attributes];
        return new OnnxGraph()
            .Input("images", OnnxGraph.Element.Float, batch ?? 1, 3, side ?? Side, side ?? Side)
            .Output("output", OnnxGraph.Element.Float, [batch ?? 1, .. shape.Skip(1).Cast<object>()])
            .Constant("known", Numbers(format, known, boxes, attributes), shape)
            .Constant("gain", Numbers(format, bright ?? [], boxes, attributes), shape)
            .Constant("one", [-1L, 1L, 1L], 3)
            .Node("ReduceMean", ["images"], "mean", ("axes", new[] { 1L, 2L, 3L }), ("keepdims", 1L))
            .Node("Reshape", ["mean", "one"], "brightness")
            .Node("Mul", ["brightness", "gain"], "more")
            .Node("Add", ["known", "more"], "output")
            .Save(path);
    }

    /// <summary>Clips of one frame each.</summary>
    public static IDataView Clips(MLContext ml, int width, int height, int channels, params byte[][] frames) =>
        VideoData.Load(ml, VideoSource.FromFrames("frames", frames, new FrameFormat(height, width, channels)), new VideoOptions { ClipLength = 1, Channels = channels });

    /// <summary>A frame whose pixels depend on their column.</summary>
    public static byte[] Frame(int width, int height, int channels, Func<int, byte> pixel) =>
        [.. Enumerable.Range(0, height * width * channels).Select(i => pixel(i / channels % width))];

    /// <summary>The objects of the first row: [n][6].</summary>
    public static float[][] Objects(IDataView view) => [.. view.GetColumn<VBuffer<float>>("Objects").First().DenseValues().Chunk(6)];

    /// <summary>The objects that a detector finds in a black frame.</summary>
    public static float[][] Detect(ObjectDetectionEstimator.Options options, int width = Side, int height = Side)
    {
        var ml = new MLContext(seed: 1);
        IDataView clips = Clips(ml, width, height, 3, new byte[width * height * 3]);
        return Objects(ml.Transforms.DetectObjects(options).Fit(clips).Transform(clips));
    }

    private static float[] Numbers(DetectorFormat format, GivenBox[] given, int boxes, int attributes)
    {
        var numbers = new float[boxes * attributes];
        foreach (GivenBox box in given)
        {
            float[] row = [box.X, box.Y, box.Width, box.Height, .. format == DetectorFormat.YoloV8 ? [] : new[] { box.Objectness }, .. box.Classes];
            for (int a = 0; a < row.Length; a++)
            {
                numbers[format == DetectorFormat.YoloV8 ? (a * boxes) + box.At : (box.At * attributes) + a] = row[a];
            }
        }

        return numbers;
    }
}
