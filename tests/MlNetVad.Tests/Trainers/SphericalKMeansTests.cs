using MlNetVad.Tests.Scoring;
using MlNetVad.Trainers;

namespace MlNetVad.Tests.Trainers;

public sealed class SphericalKMeansTests
{
    [Fact]
    public void Run_PlantedDirections_RecoversThem()
    {
        const int modes = 5;
        VectorSet vectors = Unit(ScoringData.Planted(500, 16, modes, noise: 0.3, seed: 3));
        KMeansResult found = new SphericalKMeans(vectors, Settings(modes, restarts: 3)).Run(new Random(1));

        Assert.Equal([100L, 100, 100, 100, 100], found.Counts);
        for (int axis = 0; axis < modes; axis++)
        {
            float[] direction = new float[16];
            direction[axis] = 1;
            UnitVector.Nearest(direction, found.Centroids, out float cosine);
            Assert.True(cosine > 0.995f, $"axis {axis}: {cosine}");
        }
    }

    [Fact]
    public void RunFrom_FourVectorsTwoModes_HandComputed()
    {
        // at 0, 20, 90 and 110 degrees: the modes lie at 10 and 100 degrees, each vector 10 degrees away
        VectorSet vectors = Unit(new[] { 0, 20, 90, 110 }.Select(Angle));
        KMeansResult found = new SphericalKMeans(vectors, Settings(2)).RunFrom([.. Angle(0), .. Angle(90)]);

        Assert.Equal(1 - Math.Cos(10 * Math.PI / 180), found.Objective, 1e-6);
        Assert.Equal([2L, 2], found.Counts);
        Close([.. Angle(10), .. Angle(100)], found.Centroids);
    }

    [Fact]
    public void RunFrom_EmptyMode_RestartsAtTheFarthestVector()
    {
        // no vector is nearest to the mode at 270 degrees; 60 degrees is the farthest from the mode at 0
        VectorSet vectors = Unit(new[] { 0, 1, 2, 60 }.Select(Angle));
        KMeansResult found = new SphericalKMeans(vectors, Settings(2)).RunFrom([.. Angle(0), .. Angle(270)]);

        Assert.Equal([3L, 1], found.Counts);
        Close([.. Angle(1), .. Angle(60)], found.Centroids);
    }

    [Fact]
    public void Run_MoreRestarts_NeverWorse()
    {
        VectorSet vectors = Unit(ScoringData.Planted(300, 8, 7, noise: 1.5, seed: 5));
        double single = new SphericalKMeans(vectors, Settings(7, restarts: 1)).Run(new Random(2)).Objective;
        double several = new SphericalKMeans(vectors, Settings(7, restarts: 8)).Run(new Random(2)).Objective;
        Assert.True(several < single, $"{several} against {single}");
    }

    [Fact]
    public async Task Run_OneThreadOrMany_SameBits()
    {
        VectorSet vectors = Unit(ScoringData.Planted(3000, 16, 6, noise: 1, seed: 5));
        KMeansResult Run() => new SphericalKMeans(vectors, Settings(6, restarts: 2)).Run(new Random(2));
        TaskScheduler single = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, maxConcurrencyLevel: 1).ConcurrentScheduler;
        KMeansResult alone = await Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.None, single);
        KMeansResult parallel = Run();
        Assert.Equal(alone.Centroids, parallel.Centroids);
        Assert.Equal(alone.Objective, parallel.Objective);
    }

    [Fact]
    public void Run_AllVectorsEqual_FinishesWithUnitCentroids()
    {
        VectorSet vectors = Unit(Enumerable.Repeat(Angle(30), 12));
        KMeansResult found = new SphericalKMeans(vectors, Settings(3)).Run(new Random(1));
        Close([.. Angle(30), .. Angle(30), .. Angle(30)], found.Centroids);
        Assert.Equal(12, found.Counts.Sum());
        Assert.Equal(0, found.Objective, 1e-6);
    }

    [Fact]
    public void Choose_TwoClusters_SeedsBoth()
    {
        VectorSet vectors = Unit(Enumerable.Range(0, 40).Select(i => Angle(i % 2 == 0 ? 0 : 90)));
        for (int seed = 0; seed < 10; seed++)
        {
            float[] seeds = KMeansSeeding.Choose(vectors, 2, new Random(seed));
            Assert.NotEqual(seeds[0], seeds[2]);
        }
    }

    [Fact]
    public void MiniBatch_PlantedDirections_CloseToFullBatch()
    {
        VectorSet vectors = Unit(ScoringData.Planted(4000, 16, 6, noise: 0.8, seed: 7));
        KMeansResult full = new SphericalKMeans(vectors, Settings(6, restarts: 3)).Run(new Random(1));
        VectorSet sample = Unit(ScoringData.Planted(100, 16, 6, noise: 0.8, seed: 11));
        KMeansResult start = new SphericalKMeans(sample, Settings(6, restarts: 3)).Run(new Random(4));
        var stream = new MiniBatchKMeans(start.Centroids, 6, 16, batchSize: 128);
        for (int pass = 0; pass < 3; pass++)
        {
            stream.BeginPass();
            for (int row = 0; row < vectors.Count; row++)
            {
                stream.Add(vectors[row]);
            }

            stream.EndPass();
        }

        KMeansResult streamed = stream.Result();
        Assert.Equal(vectors.Count, streamed.Counts.Sum());
        Assert.InRange(streamed.Objective, full.Objective * 0.99, full.Objective * 1.02);
        for (int mode = 0; mode < 6; mode++)
        {
            UnitVector.Nearest(full.Centroids.AsSpan(mode * 16, 16), streamed.Centroids, out float cosine);
            Assert.True(cosine > 0.995f, $"mode {mode}: {cosine}");
        }
    }

    [Fact]
    public void MiniBatch_FirstBatch_OldCentroidsCountAsItsShare()
    {
        // a batch of 4 over 2 modes: each old centroid counts as 2 vectors
        var stream = new MiniBatchKMeans([.. Angle(0), .. Angle(90)], modes: 2, width: 2, batchSize: 4);
        stream.BeginPass();
        stream.Add(Angle(30));
        stream.EndPass();
        KMeansResult found = stream.Result();
        double angle = Math.Atan2(Math.Sin(Math.PI / 6), 2 + Math.Cos(Math.PI / 6));
        Assert.Equal(Math.Cos(angle), found.Centroids[0], 1e-5);
        Assert.Equal([1L, 0], found.Counts);
        Close(Angle(30), found.Centroids[2..]);   // the mode without vectors restarts at the farthest
    }

    [Fact]
    public void Reservoir_MoreVectorsThanCapacity_KeepsAUniformSample()
    {
        var reservoir = new VectorReservoir(1, 2000, new Random(1));
        for (int i = 0; i < 20000; i++)
        {
            reservoir.Offer([i]);
        }

        double mean = Enumerable.Range(0, reservoir.Sample.Count).Average(i => reservoir.Sample[i][0]);
        Assert.Equal(2000, reservoir.Sample.Count);
        Assert.Equal(20000, reservoir.Seen);
        Assert.InRange(mean, 9500, 10500);   // the standard error is 129
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1f)]
    [InlineData(1e30f)]
    public void Normalize_AnyMagnitude_GivesLengthOne(float magnitude)
    {
        float[] unit = new float[2];
        Assert.Equal(Direction.Some, UnitVector.Normalize([3 * magnitude, -4 * magnitude], unit));
        Close([0.6f, -0.8f], unit);
    }

    [Fact]
    public void Normalize_ZeroOrNotFinite_SaysSo()
    {
        float[] unit = [7, 7];
        Assert.Equal(Direction.NotFinite, UnitVector.Normalize([float.NaN, 1], unit));
        Assert.Equal(Direction.NotFinite, UnitVector.Normalize([1, float.NegativeInfinity], unit));
        Assert.Equal(Direction.None, UnitVector.Normalize([0, 0], unit));
        Assert.Equal([0f, 0], unit);
    }

    private static KMeansSettings Settings(int modes, int restarts = 1) =>
        new(modes, restarts, MaximumIterations: 40, Tolerance: 0, _ => { }, CancellationToken.None);

    private static float[] Angle(int degrees) => [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)];

    private static VectorSet Unit(IEnumerable<float[]> vectors)
    {
        VectorSet? set = null;
        foreach (float[] vector in vectors)
        {
            set ??= new VectorSet(vector.Length);
            UnitVector.Normalize(vector, vector);
            set.Add(vector);
        }

        return set!;
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
