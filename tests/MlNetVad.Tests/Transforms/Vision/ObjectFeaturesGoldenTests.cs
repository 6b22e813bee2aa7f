using System.Text.Json;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Tests.Transforms.Vision;

/// <summary>One real test frame, step by step, against numbers of an independent implementation (OpenCV's blur, components and Lucas-Kanade).</summary>
public sealed class ObjectFeaturesGoldenTests
{
    private const int Pixels = Ped2Frames.Height * Ped2Frames.Width;
    private const int First = 56;
    private const int Target = 4;
    private const int Length = 10;

    private static readonly Lazy<ForegroundModel> Learned = new(Learn);
    private static readonly Lazy<byte[][]> Clip = new(() => Ped2Frames.Testing("01", First, Length));

    [Fact]
    public void Background_Ped2Training_MatchesGolden()
    {
        JsonElement golden = Golden();
        float[] background = Learned.Value.Background.ToArray();

        Assert.Equal(golden.GetProperty("background_mean").GetDouble(), background.Average(), 0.05);
        double[] samples = Doubles(golden.GetProperty("background_rows_60_120_180_col_180"));
        Assert.Equal(samples, new[] { 60, 120, 180 }.Select(y => (double)background[(y * Ped2Frames.Width) + 180]));
    }

    [Fact]
    public void HeightLine_Ped2Training_IsNearTheRecipe()
    {
        PersonHeight line = Learned.Value.HeightLine;

        foreach (int bottom in new[] { 120, 160, 200 })
        {
            Assert.Equal(PersonHeight.Recipe.At(bottom), line.At(bottom), 1.0f);
        }

        Assert.Equal(PersonHeight.Recipe.Reference, line.Reference, 3f);
    }

    [Fact]
    public void Detect_Ped2Frame_MatchesGoldenMaskAndBoxes()
    {
        JsonElement golden = Golden();
        var detector = new ForegroundDetector(RecipeScene(), channels: 1);
        float[] objects = detector.Detect(Clip.Value[Target]).ToArray();

        double expectedPixels = golden.GetProperty("foreground_pixels").GetDouble();
        Assert.InRange(detector.Mask.ToArray().Sum(set => set), 0.99 * expectedPixels, 1.01 * expectedPixels);
        double[][] expected = [.. golden.GetProperty("boxes_xywh_window").EnumerateArray().Select(Doubles)];
        Assert.InRange(objects.Length / 6, expected.Length - 3, expected.Length + 3);
        float[][] found = [.. objects.Chunk(6)];
        int matched = expected.Count(box => found.Any(other => other[5] == (float)box[4] && Overlap(box, other) > 0.9));
        Assert.InRange(matched, 0.95 * expected.Length, expected.Length);
    }

    [Fact]
    public void Track_Ped2Frame_MatchesGoldenFlow()
    {
        FlowField flow = TargetFlow();
        var differences = new List<double>();
        foreach (double[] sample in Golden().GetProperty("flow_samples_yx_uv").EnumerateArray().Select(Doubles))
        {
            int cell = ((int)sample[0] / FlowField.Cell * flow.Columns) + ((int)sample[1] / FlowField.Cell);
            differences.Add(double.Hypot(flow.U[cell] - sample[2], flow.V[cell] - sample[3]));
        }

        differences.Sort();
        Assert.InRange(differences[differences.Count / 2], 0, 0.01);
        Assert.InRange(differences[^1], 0, 0.05);
    }

    [Fact]
    public void Compute_Ped2Clip_MatchesGoldenSpeedsAndDescriptor()
    {
        JsonElement golden = Golden();
        JsonElement[] objects = [.. golden.GetProperty("objects").EnumerateArray()];
        float[] boxes = [.. objects.SelectMany(o => Doubles(o.GetProperty("box_xywh")).Select(v => (float)v).Concat([1f, 0f]))];
        var extractor = new MotionExtractor(new MotionOptions(), RecipeScene(), channels: 1, Length, Target);
        var descriptors = new float[objects.Length * extractor.DescriptorLength];
        var speeds = new float[objects.Length];
        extractor.Compute(Clip.Value.SelectMany(frame => frame).ToArray(), boxes, descriptors, speeds);

        double[] relative = [.. objects.Select((o, i) => Math.Abs((speeds[i] / o.GetProperty("speed_px").GetDouble()) - 1)).Order()];
        Assert.InRange(relative[relative.Length / 2], 0, 0.05);
        double[] histogram = Doubles(golden.GetProperty("descriptor_of_first_object_before_sqrt"));
        double total = histogram.Sum();
        double cosine = histogram.Select((value, bin) => Math.Sqrt(Math.Max(0, value) / total) * descriptors[bin]).Sum();
        Assert.InRange(cosine, 0.999, 1.00001);
    }

    private static ForegroundModel Learn()
    {
        var trainer = new ForegroundTrainer(new ForegroundOptions(), Ped2Frames.Height, Ped2Frames.Width, channels: 1);
        foreach (byte[] frame in Ped2Frames.Training(every: 10))
        {
            trainer.Add(frame);
        }

        return trainer.Fit();
    }

    private static ForegroundModel RecipeScene() =>
        new(Learned.Value.Options, Ped2Frames.Height, Ped2Frames.Width, Learned.Value.Background.ToArray(), PersonHeight.Recipe);

    private static FlowField TargetFlow()
    {
        var options = new MotionOptions();
        ForegroundModel scene = RecipeScene();
        var frames = new CachedFrame[2];
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i] = new CachedFrame(options, Ped2Frames.Height, Ped2Frames.Width, channels: 1);
            frames[i].Load(i + 1, Clip.Value[Target + i], scene.CreateBackground(), scene.CreateMask());
        }

        Assert.Equal(Pixels, frames[0].Mask.Length);
        var flow = new FlowField(Ped2Frames.Height, Ped2Frames.Width);
        new LucasKanade(options).Track(frames[0].Pyramid, frames[1].Pyramid, frames[0].Cells, flow);
        return flow;
    }

    private static double Overlap(double[] a, float[] b)
    {
        double width = Math.Min(a[0] + a[2], b[0] + b[2]) - Math.Max(a[0], b[0]);
        double height = Math.Min(a[1] + a[3], b[1] + b[3]) - Math.Max(a[1], b[1]);
        double shared = Math.Max(0, width) * Math.Max(0, height);
        return shared / ((a[2] * a[3]) + (b[2] * b[3]) - shared);
    }

    private static JsonElement Golden() =>
        JsonDocument.Parse(File.ReadAllText(TestData.Require("golden/objects/clip01_frame060.json"))).RootElement;

    private static double[] Doubles(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];
}
