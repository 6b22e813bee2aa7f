using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms.Presence;

/// <summary>
/// Learns a <see cref="PresenceModel"/> from frames spread over the training video: the median picture, from the deviations of the
/// same frames the tolerance of each pixel, and from what stands out of both the usual height of things.
/// </summary>
internal sealed class PresenceTrainer(ClipShape shape, double framesPerSecond)
{
    private const double UsualShare = 0.75;        // a pixel's deviation is usual up to this quantile of its own deviations
    private const float Margin = 3;                // and tolerated up to so many times that
    private const int LeastTolerance = 6;          // levels: what 8-bit video codecs leave of nothing
    private const int MostTolerance = 60;
    private const int LeastHeight = 8;             // pixels: less has no shape
    private const int Passes = 2;
    private readonly MedianBackground _frames = new(shape.FrameBytes, 256);

    /// <summary>Takes one frame, [H, W, C].</summary>
    public void Add(ReadOnlySpan<byte> frame) => _frames.Add(frame);

    /// <summary>The model.</summary>
    public PresenceModel Fit()
    {
        byte[] median = Array.ConvertAll(_frames.Build(), v => (byte)v);
        var model = new PresenceModel(shape, median, Tolerance(median), shape.Height / 4f, framesPerSecond);
        for (int pass = 0; pass < Passes; pass++)   // what belongs together depends on how tall things are
        {
            model = model with { ObjectHeight = UsualHeight(model) };
        }

        return model;
    }

    private byte[] Tolerance(byte[] median)
    {
        int pixels = shape.Height * shape.Width;
        var histograms = new ushort[pixels * 256];
        var background = new Envelope(shape);
        background.Load(median);
        var distances = new byte[pixels];
        foreach (byte[] frame in _frames.Samples)
        {
            background.Match(frame);
            background.Distances(frame, distances);
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                histograms[(pixel * 256) + distances[pixel]]++;
            }
        }

        return [.. Enumerable.Range(0, pixels).Select(pixel =>
            (byte)Math.Min(LeastTolerance + (Margin * Quantile(histograms.AsSpan(pixel * 256, 256), _frames.Samples.Count)), MostTolerance))];
    }

    private static int Quantile(ReadOnlySpan<ushort> histogram, int count)
    {
        int level = 0;
        for (int below = histogram[0]; below < UsualShare * count; below += histogram[level])
        {
            level++;
        }

        return level;
    }

    // the median by area: large things are no splinters
    private float UsualHeight(PresenceModel draft)
    {
        var tracker = new PresenceTracker(draft);
        Component[] things = [.. _frames.Samples.SelectMany(frame => tracker.Components(frame).ToArray()).OrderBy(c => c.Height)];
        double half = things.Sum(c => (double)c.Area) / 2;
        foreach (Component thing in things)
        {
            half -= thing.Area;
            if (half <= 0)
            {
                return Math.Max(thing.Height, LeastHeight);
            }
        }

        return draft.ObjectHeight;
    }
}
