namespace MlNetVad.Transforms.Background;

/// <summary>
/// The pixelwise median of a stream of frames in bounded memory: frames are kept as bytes up to a capacity;
/// when it is reached, every second one is dropped and from then on only every second frame is taken.
/// The median of the kept frames is exact (the mean of the two middle values for an even number).
/// </summary>
internal sealed class MedianBackground
{
    /// <summary>Most frames kept by default: the median no longer changes visibly beyond.</summary>
    public const int DefaultCapacity = 512;

    private const long MemoryBudget = 128L << 20;

    private readonly List<byte[]> _samples = [];
    private readonly int _pixels;
    private readonly int _capacity;
    private int _stride = 1;
    private int _seen;

    /// <summary>An empty collection of frames.</summary>
    /// <param name="pixels">H × W.</param>
    /// <param name="capacity">Most frames kept; fewer for large pictures, so that they stay below 128 MB.</param>
    public MedianBackground(int pixels, int capacity = DefaultCapacity)
    {
        _pixels = pixels;
        _capacity = (int)Math.Clamp(MemoryBudget / pixels, Math.Min(16, capacity), capacity);
    }

    /// <summary>The frames kept, in the order they came.</summary>
    public IReadOnlyList<byte[]> Samples => _samples;

    /// <summary>Takes one frame.</summary>
    /// <param name="grey">H × W grey levels.</param>
    public void Add(ReadOnlySpan<byte> grey)
    {
        if (_seen++ % _stride != 0)
        {
            return;
        }

        if (_samples.Count == _capacity)
        {
            Thin();
            if ((_seen - 1) % _stride != 0)
            {
                return;
            }
        }

        _samples.Add(grey.ToArray());
    }

    /// <summary>The median picture, H × W; halves occur for an even number of frames.</summary>
    /// <exception cref="VadException">No frame was added.</exception>
    public float[] Build()
    {
        if (_samples.Count == 0)
        {
            throw new VadException("The background cannot be learned from no frame at all: give at least one training clip.");
        }

        var median = new float[_pixels];
        Span<ushort> histogram = stackalloc ushort[256];
        byte[][] samples = [.. _samples];
        for (int i = 0; i < median.Length; i++)
        {
            histogram.Clear();
            foreach (byte[] sample in samples)
            {
                histogram[sample[i]]++;
            }

            median[i] = Median(histogram, samples.Length);
        }

        return median;
    }

    private static float Median(ReadOnlySpan<ushort> histogram, int count)
    {
        int lowRank = (count - 1) / 2;
        int highRank = count / 2;
        int cumulated = 0;
        int low = -1;
        for (int value = 0; ; value++)
        {
            cumulated += histogram[value];
            if (low < 0 && cumulated > lowRank)
            {
                low = value;
            }

            if (cumulated > highRank)
            {
                return (low + value) * 0.5f;
            }
        }
    }

    private void Thin()
    {
        int kept = 0;
        for (int i = 0; i < _samples.Count; i += 2)
        {
            _samples[kept++] = _samples[i];
        }

        _samples.RemoveRange(kept, _samples.Count - kept);
        _stride *= 2;
    }
}
