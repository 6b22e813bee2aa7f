using System.Diagnostics;
using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Benchmarks;

/// <summary>How long the predictor's matrix products would take alone, at the rate of a large one: an estimate, not a measurement.</summary>
internal static class PredictorProducts
{
    private const int Side = 512;
    private const int Runs = 20;

    /// <summary>Multiplications of one sequence, forward; convolutions and the active filters count as products.</summary>
    public static double Forward(PredictorOptions o)
    {
        double patches = o.Patches, tokens = 1 + patches, d = o.Dimension, motions = o.InputFrames - 1;
        double Block(double width, int ratio) => (tokens * width * width * (4 + (2 * ratio))) + (2 * tokens * tokens * width);
        double appearance = o.InputFrames * (Embed(o, d) + (o.AppearanceDepth * Block(d, o.AppearanceMlpRatio)) + (2 * tokens * d * d));
        double motion = motions * (Embed(o, o.MotionDimension) + (o.MotionDepth * Block(o.MotionDimension, o.MotionMlpRatio)) + (tokens * o.MotionDimension * d));
        double fusion = o.FusionDepth * Block(d, 2);
        double filters = tokens * d * (o.RoutedFilters + (2 * o.FilterWidth * (o.ActiveFilters + o.SharedFilters)));
        double decoder = o.DecoderDepth * (Block(d, o.DecoderMlpRatio) + filters);
        double head = (patches * d * ((o.SkipFrames * d) + (2 * Pixels(o)))) + ((double)o.Height * o.Width * o.HeadChannels * o.Channels * 10);
        return appearance + motion + fusion + decoder + head;
    }

    /// <summary>With gradients: each product gives two more, but for those of the pixels, which need none.</summary>
    public static double Step(PredictorOptions o) =>
        (3 * Forward(o)) - (o.InputFrames * Embed(o, o.Dimension)) - ((o.InputFrames - 1) * Embed(o, o.MotionDimension));

    /// <summary>Multiplications a second of a large product, on the threads set.</summary>
    public static double Rate()
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        Tensor a = randn([Side, Side]), b = randn([Side, Side]);
        double best = double.PositiveInfinity;
        for (int i = 0; i < Runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            a.matmul(b).Dispose();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Math.Pow(Side, 3) / best;
    }

    private static double Pixels(PredictorOptions o) => o.Channels * o.PatchSize * o.PatchSize;

    private static double Embed(PredictorOptions o, double width) => o.Patches * Pixels(o) * width;
}
