namespace MlNetVad.Trainers;

/// <summary>Which mode each vector is nearest to, and its cosine to it.</summary>
internal sealed class ModeAssignment(int capacity)
{
    private const int BlockRows = 256;
    private readonly int[] _mode = new int[capacity];
    private readonly float[] _cosine = new float[capacity];

    public ReadOnlySpan<int> Mode => _mode;

    public Span<float> Cosine => _cosine;

    /// <summary>Assigns every vector; the result does not depend on the number of threads.</summary>
    /// <returns>Mean of 1 − cos, in double precision, in row order.</returns>
    public double Assign(VectorSet vectors, float[] centroids)
    {
        int blocks = (vectors.Count + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, block =>
        {
            int end = Math.Min(vectors.Count, (block + 1) * BlockRows);
            for (int row = block * BlockRows; row < end; row++)
            {
                _mode[row] = UnitVector.Nearest(vectors[row], centroids, out _cosine[row]);
            }
        });

        double sum = 0;
        foreach (float cosine in _cosine.AsSpan(0, vectors.Count))
        {
            sum += UnitVector.Distance(cosine);
        }

        return sum / vectors.Count;
    }

    /// <summary>The vector farthest from its mode, the first of equals; it is not found again.</summary>
    public int TakeFarthest(int count)
    {
        int farthest = 0;
        for (int row = 1; row < count; row++)
        {
            farthest = _cosine[row] < _cosine[farthest] ? row : farthest;
        }

        _cosine[farthest] = float.PositiveInfinity;
        return farthest;
    }
}
