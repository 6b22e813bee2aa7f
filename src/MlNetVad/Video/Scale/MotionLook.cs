using MlNetVad.Transforms;
using MlNetVad.Transforms.Background;
using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Scale;

/// <summary>Finds what moves in an excerpt, at one picture size. Holds its buffers: one instance a thread.</summary>
internal sealed class MotionLook
{
    private const double LeastThreshold = 8, ThresholdPerNoise = 5, NoisePerMedian = 1.4826 / 1.41421356;
    private const int Colour = 24;

    private readonly float[] _before;
    private readonly byte[] _frame;
    private readonly byte[] _mask;
    private readonly ConnectedComponents _components = new();
    private readonly MovingShapes _shapes;

    public MotionLook(FrameFormat format)
    {
        Format = format;
        int pixels = format.Height * format.Width;
        _before = new float[pixels];
        _frame = new byte[format.FrameBytes];
        _mask = new byte[pixels];
        _shapes = new MovingShapes(format.Height, format.Width);
    }

    public FrameFormat Format { get; }

    /// <summary>Each pair of neighbouring frames of the excerpt.</summary>
    public IEnumerable<SeenMotion> At(FrameReader reader, VadVideo video, FrameExcerpt excerpt)
    {
        var greys = new List<byte[]>();
        double colourful = 0;
        while (reader.Read(_frame))
        {
            byte[] grey = new byte[_before.Length];
            Luma.ToGrey(_frame, Format.Channels, grey);
            greys.Add(grey);
            colourful = greys.Count == 1 && Format.Channels == 3 ? Colourful(_frame) : colourful;
        }

        var found = new List<(double Noise, double Changed, List<Component> Things)>();
        for (int i = 1; i < greys.Count; i++)
        {
            found.Add(Compare(greys[i - 1], greys[i]));
        }

        double rate = video.FramesPerSecond ?? 10;
        for (int i = 0; i < found.Count; i++)
        {
            // a thing is also there in the pair before or after, about as tall; speckle and flicker are not
            IEnumerable<Component> beside = (i > 0 ? found[i - 1].Things : []).Concat(i + 1 < found.Count ? found[i + 1].Things : []);
            MovingThing[] things = [.. found[i].Things.Where(t => found.Count == 1 || beside.Any(b => MovingShapes.AreOne(t, b))).Select(Share)];
            (double light, double contrast) = Light(greys[i + 1]);
            yield return new SeenMotion(
                video.Id, (excerpt.First + ((i + 1) * excerpt.Step)) / rate, light, contrast, found[i].Noise, found[i].Changed, colourful, things);
        }
    }

    private (double Noise, double Changed, List<Component> Things) Compare(byte[] before, byte[] after)
    {
        Span<int> signed = stackalloc int[511];
        for (int i = 0; i < before.Length; i++)
        {
            signed[after[i] - before[i] + 255]++;
        }

        // light that changes all over is no movement
        double shift = Median(signed, before.Length) - 255;
        Span<int> absolute = stackalloc int[512];
        for (int d = 0; d < signed.Length; d++)
        {
            absolute[Math.Min(511, (int)Math.Round(Math.Abs(d - 255 - shift)))] += signed[d];
        }

        double noise = NoisePerMedian * Math.Max(0, Median(absolute, before.Length) + 0.5 - (absolute[0] > before.Length / 2 ? 0.5 : 0));
        for (int i = 0; i < before.Length; i++)
        {
            _before[i] = before[i] + (float)shift;
        }

        double threshold = Math.Max(LeastThreshold, ThresholdPerNoise * noise);
        new ForegroundMask(Format.Height, Format.Width, (float)threshold, sigma: 1).Compute(after, _before, _mask);
        double changed = _mask.AsSpan().Count((byte)1) / (double)_mask.Length;
        if (changed > SeenMotion.MostChanged)
        {
            return (noise, changed, []);
        }

        _shapes.Close(_mask);
        return (noise, changed, _shapes.Things(_components.Find(_mask, Format.Width)));
    }

    private MovingThing Share(Component c) => new(
        (double)c.X / Format.Width, (double)c.Y / Format.Height, (double)c.Width / Format.Width, (double)c.Height / Format.Height);

    // between the integers: the share of the median's own bin that lies below it
    private static double Median(ReadOnlySpan<int> histogram, int count)
    {
        int below = 0, value = 0;
        while (below + histogram[value] < (count + 1) / 2)
        {
            below += histogram[value++];
        }

        return value - 0.5 + ((((count + 1) / 2) - below) / (double)histogram[value]);
    }

    private static (double Mean, double Deviation) Light(byte[] grey)
    {
        double sum = 0, squares = 0;
        foreach (byte value in grey)
        {
            sum += value;
            squares += value * value;
        }

        double mean = sum / grey.Length;
        return (mean, Math.Sqrt(Math.Max(0, (squares / grey.Length) - (mean * mean))));
    }

    private static double Colourful(byte[] rgb)
    {
        int colourful = 0;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            int least = Math.Min(rgb[i], Math.Min(rgb[i + 1], rgb[i + 2])), most = Math.Max(rgb[i], Math.Max(rgb[i + 1], rgb[i + 2]));
            colourful += most - least >= Colour ? 1 : 0;
        }

        return 3.0 * colourful / rgb.Length;
    }
}
