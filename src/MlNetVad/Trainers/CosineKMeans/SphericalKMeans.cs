namespace MlNetVad.Trainers;

/// <summary>How to run k-means.</summary>
/// <param name="Modes">Centroids.</param>
/// <param name="Restarts">Runs from different seeds; the best objective is kept.</param>
/// <param name="MaximumIterations">Steps a run at most.</param>
/// <param name="Tolerance">A run ends when a step lowers the objective by less than this share.</param>
/// <param name="Report">Hears one line a run.</param>
/// <param name="Cancellation">Ends the work early with the best so far.</param>
internal sealed record KMeansSettings(
    int Modes, int Restarts, int MaximumIterations, double Tolerance, Action<string> Report, CancellationToken Cancellation);

/// <summary>What k-means found.</summary>
/// <param name="Centroids">Unit rows [M, d].</param>
/// <param name="Counts">Vectors nearest to each.</param>
/// <param name="Objective">Mean of 1 − cos to the nearest.</param>
internal sealed record KMeansResult(float[] Centroids, long[] Counts, double Objective);

/// <summary>
/// Spherical k-means over vectors in memory: each step assigns every unit vector to the centroid of largest cosine and
/// makes each centroid the direction of its vectors' sum. An empty mode restarts at the vector farthest from its own.
/// </summary>
internal sealed class SphericalKMeans(VectorSet vectors, KMeansSettings settings)
{
    private readonly ModeAssignment _assignment = new(vectors.Count);
    private readonly ModeSums _sums = new(settings.Modes, vectors.Width);

    /// <summary>Runs with restarts.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the first run had begun.</exception>
    public KMeansResult Run(Random rand)
    {
        KMeansResult? best = null;
        for (int run = 0; run < settings.Restarts && !settings.Cancellation.IsCancellationRequested; run++)
        {
            KMeansResult candidate = RunFrom(KMeansSeeding.Choose(vectors, settings.Modes, rand), run);
            best = best is null || candidate.Objective < best.Objective ? candidate : best;
        }

        return best ?? throw new OperationCanceledException(settings.Cancellation);
    }

    /// <summary>One run from given centroids.</summary>
    public KMeansResult RunFrom(float[] centroids, int run = 0)
    {
        double objective = _assignment.Assign(vectors, centroids);
        int iteration = 0;
        while (iteration < settings.MaximumIterations && !settings.Cancellation.IsCancellationRequested)
        {
            iteration++;
            double before = objective;
            Update(centroids);
            objective = _assignment.Assign(vectors, centroids);
            if (Math.Abs(before - objective) <= settings.Tolerance * before)
            {
                break;
            }
        }

        settings.Report($"run {run + 1} of {settings.Restarts}: {iteration} iterations, mean 1 - cos {objective:0.000000}");
        long[] counts = new long[settings.Modes];
        foreach (int mode in _assignment.Mode)
        {
            counts[mode]++;
        }

        return new KMeansResult(centroids, counts, objective);
    }

    private void Update(float[] centroids)
    {
        _sums.Clear();
        _sums.Add(vectors, _assignment);
        for (int mode = 0; mode < settings.Modes; mode++)
        {
            Span<float> centroid = centroids.AsSpan(mode * vectors.Width, vectors.Width);
            if (!_sums.TryGetDirection(mode, centroid))
            {
                vectors[_assignment.TakeFarthest(vectors.Count)].CopyTo(centroid);
            }
        }
    }
}
