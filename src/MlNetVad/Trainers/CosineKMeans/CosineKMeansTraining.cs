using Microsoft.ML.Runtime;

namespace MlNetVad.Trainers;

/// <summary>One fit of the modes: a sample, k-means on it, and in mini-batch mode passes over all data.</summary>
internal sealed class CosineKMeansTraining(CosineKMeansTrainer.Options options, IChannel channel, Random rand)
{
    public KMeansResult Run(FeatureRows rows, int width)
    {
        VectorSet sample = Sample(rows, width);
        if (sample.Count == 0)
        {
            return new KMeansResult(new float[width], [0], 0);   // at a right angle to everything
        }

        int modes = Math.Min(options.NumberOfModes, sample.Count);
        var settings = new KMeansSettings(
            modes, options.Restarts, options.MaximumIterations, options.Tolerance, Say, options.CancellationToken);
        KMeansResult found = new SphericalKMeans(sample, settings).Run(rand);
        return options.MiniBatchSize is { } size ? Refine(found, rows, width, size) : found;
    }

    private VectorSet Sample(FeatureRows rows, int width)
    {
        var reservoir = new VectorReservoir(width, Capacity(), rand);
        rows.ForEach(reservoir.Offer);
        Say($"{reservoir.Sample.Count} of {reservoir.Seen} vectors of {width} numbers, {Math.Min(options.NumberOfModes, reservoir.Sample.Count)} of {options.NumberOfModes} modes");
        return reservoir.Sample;
    }

    private int Capacity() => options.MaximumTrainingVectors switch
    {
        > 0 and int bound => bound,
        _ when options.MiniBatchSize is { } size => Math.Max(size, CosineKMeansTrainer.Options.DefaultTrainingVectors),
        _ => int.MaxValue,
    };

    private KMeansResult Refine(KMeansResult start, FeatureRows rows, int width, int batchSize)
    {
        var stream = new MiniBatchKMeans([.. start.Centroids], start.Counts.Length, width, batchSize);
        KMeansResult best = start;
        for (int pass = 1; pass <= options.MaximumPasses && !options.CancellationToken.IsCancellationRequested; pass++)
        {
            stream.BeginPass();
            try
            {
                rows.ForEach(stream.Add);
            }
            catch (OperationCanceledException)
            {
                return best;   // the last full pass, or the sample's modes
            }

            double moved = stream.EndPass();
            best = stream.Result();
            Say($"pass {pass} of {options.MaximumPasses}: mean 1 - cos {best.Objective:0.000000}, centroids moved {moved:0.000000}");
            if (moved <= options.Tolerance)
            {
                break;
            }
        }

        return best;
    }

    private void Say(string line) => channel.Info(MessageSensitivity.None, line);
}
