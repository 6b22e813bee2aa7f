using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class MotionExtractorTests
{
    private const int Height = 72;
    private const int Width = 96;
    private const int Length = 6;
    private const int Target = 2;
    private const int Frames = 14;

    private static readonly PersonHeight HeightLine = new(0f, 30f, 30f, 30f, 30f);
    private static readonly ForegroundModel Scene = Pictures.BlackScene(Height, Width, HeightLine);

    [Fact]
    public void Compute_MovingRectangle_GivesItsSpeedAndDirection()
    {
        (float[] descriptors, float[] speeds) = Describe(Extractor(), clip: 3);

        Assert.Equal(Math.Sqrt((1.5 * 1.5) + (0.5 * 0.5)), speeds[0], 0.1);
        Assert.Equal(1f, descriptors.Sum(value => value * value), 1e-4f);
        int strongest = Array.IndexOf(descriptors, descriptors.Max()) % 65;
        Assert.Equal(0, (strongest - 1) % 8);
    }

    [Fact]
    public void Compute_ClipsInAnyOrder_GivesTheSameBits()
    {
        int[] inOrder = [.. Enumerable.Range(0, Frames - Length + 1)];
        MotionExtractor forward = Extractor();
        var expected = inOrder.Select(clip => Describe(forward, clip)).ToList();
        MotionExtractor shuffled = Extractor();
        foreach (int clip in inOrder.Reverse().Concat([4, 4, 0, 8, 3]))
        {
            (float[] descriptors, float[] speeds) = Describe(shuffled, clip);
            Assert.Equal(expected[clip].Descriptors, descriptors);
            Assert.Equal(expected[clip].Speeds, speeds);
        }
    }

    [Fact]
    public void Compute_OverlappingClips_ComputesEachFrameOnce()
    {
        MotionExtractor extractor = Extractor();
        for (int clip = 0; clip <= Frames - Length; clip++)
        {
            Describe(extractor, clip);
        }

        Assert.Equal(Frames, extractor.FramesComputed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Compute_ClipsOfFramesApart_ComputesEachFrameOnceAndHoldsFew(int step)
    {
        MotionExtractor extractor = Extractor();
        const int clips = 12;
        for (int clip = 0; clip < clips; clip++)
        {
            extractor.Compute([.. Enumerable.Range(0, Length).SelectMany(i => Frame(clip + (i * step)))], [], [], []);
        }

        Assert.Equal(((Length - 1) * step) + clips, extractor.FramesComputed);
        Assert.InRange(extractor.FramesHeld, Length * step, (Length * step) + 1);
    }

    [Fact]
    public void Compute_OneByteDiffers_IsAnotherFrame()
    {
        MotionExtractor extractor = Extractor();
        byte[] clip = Clip(0);
        extractor.Compute(clip, [], [], []);
        clip[^1] ^= 1;
        extractor.Compute(clip, [], [], []);

        Assert.Equal(Length + 1, extractor.FramesComputed);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Compute_SeveralThreads_GivesTheSameBits(int threads)
    {
        (float[] descriptors, float[] speeds) = Describe(Extractor(), clip: 5);
        (float[] sharedDescriptors, float[] sharedSpeeds) = Describe(Extractor(threads), clip: 5);

        Assert.Equal(descriptors, sharedDescriptors);
        Assert.Equal(speeds, sharedSpeeds);
    }

    [Fact]
    public void Compute_ColourClip_EqualsItsGreyClip()
    {
        byte[] grey = Clip(2);
        byte[] colour = [.. grey.SelectMany(value => new[] { value, value, value })];
        var extractor = new MotionExtractor(new MotionOptions(), Scene, channels: 3, Length, Target);
        var descriptors = new float[extractor.DescriptorLength];
        var speeds = new float[1];
        extractor.Compute(colour, Box(2), descriptors, speeds);
        (float[] expected, float[] expectedSpeeds) = Describe(Extractor(), clip: 2);

        Assert.Equal(expected, descriptors);
        Assert.Equal(expectedSpeeds, speeds);
    }

    [Fact]
    public void Compute_BoxOnBackground_IsZero()
    {
        MotionExtractor extractor = Extractor();
        var descriptors = new float[extractor.DescriptorLength];
        Array.Fill(descriptors, 5f);
        float[] speeds = [5];
        extractor.Compute(Clip(0), [2, 2, 5, 5, 1, 0], descriptors, speeds);

        Assert.All(descriptors, value => Assert.Equal(0f, value));
        Assert.Equal(0f, speeds[0]);
    }

    [Fact]
    public void Compute_RunningBackground_RepeatsAfterAFreshStart()
    {
        var scene = new ForegroundModel(new ForegroundOptions { Background = BackgroundKind.Running }, Height, Width, background: null, HeightLine);
        MotionExtractor first = new(new MotionOptions(), scene, 1, Length, Target);
        MotionExtractor second = new(new MotionOptions(), scene, 1, Length, Target);
        for (int clip = 0; clip <= Frames - Length; clip++)
        {
            Assert.Equal(Describe(first, clip).Descriptors, Describe(second, clip).Descriptors);
        }

        Assert.Contains(Describe(first, Frames - Length).Descriptors, value => value != 0);
    }

    [Fact]
    public void Compute_ClipOfAnotherSize_SaysSo()
    {
        MotionExtractor extractor = Extractor();

        Assert.Contains("bytes", Assert.Throws<VadException>(() => extractor.Compute(new byte[10], [], [], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_MovingRectangle_FindsItsBox()
    {
        var detector = new ForegroundDetector(Scene, channels: 1);
        float[] found = detector.Detect(Clip(3), Target).ToArray();
        float[] expected = Box(3);

        Assert.Equal(6, found.Length);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(expected[i], found[i], 3f);
        }

        Assert.Equal(0f, found[5]);
    }

    private static MotionExtractor Extractor(int threads = 1) =>
        new(new MotionOptions { Threads = threads }, Scene, channels: 1, Length, Target);

    private static (float[] Descriptors, float[] Speeds) Describe(MotionExtractor extractor, int clip)
    {
        var descriptors = new float[extractor.DescriptorLength];
        var speeds = new float[1];
        extractor.Compute(Clip(clip), Box(clip), descriptors, speeds);
        return (descriptors, speeds);
    }

    private static byte[] Clip(int first) => [.. Enumerable.Range(first, Length).SelectMany(Frame)];

    private static byte[] Frame(int i) => Pictures.Rectangle(Height, Width, 20 + (1.5 * i), 20 + (0.5 * i), 14, 30);

    private static float[] Box(int clip)
    {
        int i = clip + Target;
        return [MathF.Round(20 + (1.5f * i)), MathF.Round(20 + (0.5f * i)), 14, 30, 1, 0];
    }
}
