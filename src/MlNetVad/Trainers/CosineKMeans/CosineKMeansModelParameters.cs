namespace MlNetVad.Trainers;

/// <summary>The modes of normal data that <see cref="CosineKMeansTrainer"/> found: unit vectors, and how many vectors each stands for.</summary>
public sealed class CosineKMeansModelParameters
{
    private readonly float[] _centroids;
    private readonly long[] _counts;

    internal CosineKMeansModelParameters(float[] centroids, long[] counts, double objective)
    {
        _centroids = centroids;
        _counts = counts;
        Objective = objective;
    }

    /// <summary>M, the number of modes.</summary>
    public int NumberOfModes => _counts.Length;

    /// <summary>d, the numbers of a feature vector.</summary>
    public int FeatureCount => _centroids.Length / _counts.Length;

    /// <summary>The centroids as a matrix [M, d], row-major, each row of length 1.</summary>
    public ReadOnlyMemory<float> Centroids => _centroids;

    /// <summary>Training vectors nearest to each mode (in mini-batch mode: during the last pass).</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Mean over the training vectors of 1 − cos to the nearest mode, 0 … 2 (in mini-batch mode: during the last pass).</summary>
    public double Objective { get; }

    /// <summary>One mode's centroid, of length 1.</summary>
    /// <param name="mode">0 … M − 1.</param>
    /// <returns>Its d numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    public ReadOnlySpan<float> GetCentroid(int mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mode, NumberOfModes);
        return _centroids.AsSpan(mode * FeatureCount, FeatureCount);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(NumberOfModes);
        writer.Write(FeatureCount);
        foreach (float value in _centroids)
        {
            writer.Write(value);
        }

        foreach (long count in _counts)
        {
            writer.Write(count);
        }

        writer.Write(Objective);
    }

    internal static CosineKMeansModelParameters Read(BinaryReader reader)
    {
        int modes = reader.ReadInt32();
        int width = reader.ReadInt32();
        if (modes < 1 || width < 1 || (long)modes * width * sizeof(float) > reader.BaseStream.Length)
        {
            throw new FormatException($"{modes} modes of {width} numbers do not fit");
        }

        float[] centroids = new float[modes * width];
        foreach (ref float value in centroids.AsSpan())
        {
            value = reader.ReadSingle();
        }

        long[] counts = new long[modes];
        foreach (ref long count in counts.AsSpan())
        {
            count = reader.ReadInt64();
        }

        return new CosineKMeansModelParameters(centroids, counts, reader.ReadDouble());
    }
}
