namespace MlNetVad.Trainers;

/// <summary>A growing matrix of unit rows, [Count, Width], held in chunks so that growing copies nothing.</summary>
internal sealed class VectorSet(int width)
{
    private const int ChunkRows = 1024;
    private readonly List<float[]> _chunks = [];

    public int Width => width;

    public int Count { get; private set; }

    public Span<float> this[int row] => _chunks[row / ChunkRows].AsSpan(row % ChunkRows * width, width);

    public void Add(ReadOnlySpan<float> vector)
    {
        if (Count == _chunks.Count * ChunkRows)
        {
            _chunks.Add(new float[ChunkRows * width]);
        }

        Count++;
        vector.CopyTo(this[Count - 1]);
    }

    /// <summary>Forgets the rows and keeps their memory.</summary>
    public void Clear() => Count = 0;
}

/// <summary>A uniform sample of a stream of vectors: each of those seen is in it with the same probability.</summary>
/// <param name="width">Numbers a vector.</param>
/// <param name="capacity">Vectors held at most.</param>
/// <param name="rand">Chooses.</param>
internal sealed class VectorReservoir(int width, int capacity, Random rand)
{
    public VectorSet Sample { get; } = new(width);

    public long Seen { get; private set; }

    public void Offer(ReadOnlySpan<float> vector)
    {
        Seen++;
        if (Sample.Count < capacity)
        {
            Sample.Add(vector);
            return;
        }

        long slot = rand.NextInt64(Seen);
        if (slot < capacity)
        {
            vector.CopyTo(Sample[(int)slot]);
        }
    }
}
