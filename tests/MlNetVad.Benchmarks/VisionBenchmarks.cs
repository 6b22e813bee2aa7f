using BenchmarkDotNet.Attributes;
using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Benchmarks;

/// <summary>What one new frame costs in each stage, on the generated scene.</summary>
[MemoryDiagnoser]
public class VisionBenchmarks
{
    private const int Clip = 10;
    private const int Target = 4;
    private byte[][] _clips = [];
    private ForegroundDetector _detector = null!;
    private MotionExtractor _extractor = null!;
    private float[][] _objects = [];
    private float[] _descriptors = [];
    private float[] _speeds = [];
    private int _next;

    /// <summary>Generates the scene and learns its background.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var format = new FrameFormat(240, 360, 1);
        VadVideo video = VadDataset.Open("synthetic:scene?seed=1&videos=1&frames=120&width=360&height=240", VadSplit.Test).Videos[0];
        var frames = new List<byte[]>();
        using (FrameReader reader = video.OpenFrames(format))
        {
            byte[] frame = new byte[format.FrameBytes];
            while (reader.Read(frame))
            {
                frames.Add([.. frame]);
            }
        }

        var trainer = new ForegroundTrainer(new ForegroundOptions(), format.Height, format.Width, 1);
        frames.ForEach(f => trainer.Add(f));
        ForegroundModel model = trainer.Fit();
        _clips = Enumerable.Range(0, frames.Count - Clip + 1).Select(i => frames.Skip(i).Take(Clip).SelectMany(f => f).ToArray()).ToArray();
        _detector = new ForegroundDetector(model, 1);
        _extractor = new MotionExtractor(new MotionOptions(), model, 1, Clip, Target);
        _objects = _clips.Select(c => _detector.Detect(c, Target).ToArray()).ToArray();
        int most = _objects.Max(o => o.Length / 6);
        _descriptors = new float[most * _extractor.DescriptorLength];
        _speeds = new float[most];
    }

    /// <summary>Objects of the next clip's target frame.</summary>
    [Benchmark]
    public int Objects() => _detector.Detect(_clips[_next = (_next + 1) % _clips.Length], Target).Length;

    /// <summary>Flow of one new pair of frames, tubes and descriptors of all objects.</summary>
    [Benchmark]
    public float Motion()
    {
        _next = (_next + 1) % _clips.Length;
        _extractor.Compute(_clips[_next], _objects[_next], _descriptors, _speeds);
        return _speeds[0];
    }
}
