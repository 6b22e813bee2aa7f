using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Video;

namespace MlNetVad.Tests.Transforms;

/// <summary>What moves in and stays, on pictures made so that the answer is known: a dark block on a bright, slightly uneven ground.</summary>
public sealed class PresentObjectsTests
{
    private const int Height = 60, Width = 80;
    private static readonly FrameFormat Format = new(Height, Width);
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_AnyClip_Holds() => EstimatorContract.Check(
        _ml, _ml.Transforms.FindPresentObjects("Present", "Clip"), Load(Walk(20)), Load(Walk(20), clip: "Other"));

    [Fact]
    public void Transform_WalksInThenLiesStill_StaysAndLies()
    {
        byte[][] frames = [.. Enumerable.Range(0, 60).Select(t => Ground(t) switch
        {
            var ground when t < 5 => ground,
            var ground when t < 20 => Draw(ground, (3 * t) - 15, 20, 8, 24),
            var ground => Draw(ground, 30, 38, 24, 8),
        })];
        (float[][] shapes, float[][] boxes) = Find(Walk(40), frames);

        Assert.All(shapes[..5], Assert.Empty);
        float[] upright = shapes[15], lying = shapes[^1];
        Assert.InRange(upright[5], -1, -0.6f);                       // main axis
        Assert.InRange(lying[5], 0.6f, 1);
        Assert.InRange(boxes[^1][2], 22, 26);                        // width, pixels
        Assert.InRange(boxes[^1][5], 3.5f, 4.1f);                    // lying since frame 20, at 10 frames a second
    }

    [Fact]
    public void Transform_StoodThereFromTheBeginning_IsScene()
    {
        byte[][] frames = [.. Enumerable.Range(0, 30).Select(t => Draw(Ground(t), 50, 30, 12, 20))];
        (float[][] shapes, _) = Find(Walk(40), frames);
        Assert.All(shapes, Assert.Empty);
    }

    [Fact]
    public void Transform_WasThereAndGoesAway_LeavesNoGhost()
    {
        byte[][] frames = [.. Enumerable.Range(0, 30).Select(t => t < 10 ? Draw(Ground(t), 50, 30, 12, 20) : Ground(t))];
        (float[][] shapes, _) = Find(Walk(40), frames);
        Assert.All(shapes, Assert.Empty);
    }

    [Theory]
    [InlineData(0.65)]
    [InlineData(1.3)]
    public void Transform_CloudOrSun_IsNoObject(double gain)
    {
        byte[][] frames = [.. Enumerable.Range(0, 30).Select(t => Array.ConvertAll(Ground(t), v => (byte)Math.Min(255, t < 10 ? v : v * gain)))];
        (float[][] shapes, _) = Find(Walk(40), frames);
        Assert.All(shapes, Assert.Empty);
    }

    [Fact]
    public void Transform_CameraShakesByAPixel_IsNoObject()
    {
        byte[][] frames = [.. Enumerable.Range(0, 30).Select(t => Shift(Ground(t), t % 3 - 1))];
        (float[][] shapes, _) = Find(Walk(40), frames);
        Assert.All(shapes, Assert.Empty);
    }

    [Fact]
    public void Transform_PiecesOfOneThing_AreOneObject()
    {
        byte[][] frames = [.. Enumerable.Range(0, 10).Select(t =>
            t < 5 ? Ground(t) : Draw(Draw(Ground(t), 30, 16, 8, 10), 30, 29, 8, 12))];   // three rows look like the ground
        (_, float[][] boxes) = Find(Walk(40), frames);
        Assert.Equal(6, boxes[^1].Length);
        Assert.InRange(boxes[^1][3], 23, 26);
    }

    [Fact]
    public void Transform_OtherPictureSize_SaysWhatToDo()
    {
        ITransformer model = _ml.Transforms.FindPresentObjects("Present", "Clip").Fit(Load(Walk(10)));
        IDataView other = VideoData.Load(_ml, VideoSource.FromFrames("o", [new byte[20 * 30]], new FrameFormat(20, 30)), new VideoOptions { ClipLength = 1 });
        VadException error = Assert.Throws<VadException>(() => model.Transform(other).GetColumn<float>("PresentArea").ToArray());
        Assert.Contains("80 × 60", error.Message, StringComparison.Ordinal);
    }

    private (float[][] Shapes, float[][] Boxes) Find(byte[][] training, byte[][] frames)
    {
        IDataView found = _ml.Transforms.FindPresentObjects("Present", "Clip").Fit(Load(training)).Transform(Load(frames));
        return (found.GetColumn<float[]>("Present").ToArray(), found.GetColumn<float[]>("PresentBoxes").ToArray());
    }

    private IDataView Load(byte[][] frames, string clip = "Clip")
    {
        IDataView view = VideoData.Load(_ml, VideoSource.FromFrames("v", frames, Format), new VideoOptions { ClipLength = 1 });
        return clip == "Clip" ? view : _ml.Transforms.SelectColumns("Video", "Frame").Fit(view).Transform(view);
    }

    // normal life: an upright block walks through
    private static byte[][] Walk(int frames) => [.. Enumerable.Range(0, frames).Select(t => Draw(Ground(t), (5 * t % 110) - 10, 20, 8, 24))];

    private static byte[] Ground(int seed)
    {
        var rand = new Random(seed);
        return [.. Enumerable.Range(0, Height * Width).Select(i => (byte)(150 + (10 * (i % Width / 20)) + rand.Next(-2, 3)))];
    }

    private static byte[] Draw(byte[] ground, int left, int top, int width, int height)
    {
        byte[] picture = [.. ground];
        for (int y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
            {
                picture[(y * Width) + x] = 60;
            }
        }

        return picture;
    }

    private static byte[] Shift(byte[] picture, int pixels) =>
        [.. Enumerable.Range(0, picture.Length).Select(i => picture[(i / Width * Width) + Math.Clamp((i % Width) + pixels, 0, Width - 1)])];
}
