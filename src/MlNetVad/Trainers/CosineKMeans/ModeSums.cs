using System.Buffers;
using System.Numerics.Tensors;

namespace MlNetVad.Trainers;

/// <summary>Sums and counts of the vectors of each mode: a mode's centroid is its sum's direction.</summary>
internal sealed class ModeSums(int modes, int width)
{
    // rows added in single precision before the partial sum goes over into the double one
    private const int FlushRows = 256;
    private readonly double[] _sums = new double[modes * width];
    private readonly long[] _counts = new long[modes];

    public ReadOnlySpan<long> Counts => _counts;

    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
    }

    /// <summary>Adds every vector to its mode's sum, in row order, whatever the number of threads.</summary>
    public void Add(VectorSet vectors, ModeAssignment assignment) => Parallel.For(0, modes, mode =>
    {
        float[] partial = ArrayPool<float>.Shared.Rent(width);
        Span<float> sum = partial.AsSpan(0, width);
        sum.Clear();
        int pending = 0;
        for (int row = 0; row < vectors.Count; row++)
        {
            if (assignment.Mode[row] != mode)
            {
                continue;
            }

            TensorPrimitives.Add(sum, vectors[row], sum);
            _counts[mode]++;
            if (++pending == FlushRows)
            {
                Flush(mode, sum);
                pending = 0;
            }
        }

        Flush(mode, sum);
        ArrayPool<float>.Shared.Return(partial);
    });

    /// <summary>Adds the centroids themselves as if each had been seen <paramref name="weight"/> times; the counts stay.</summary>
    public void AddPrior(ReadOnlySpan<float> centroids, double weight)
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += weight * centroids[i];
        }
    }

    /// <summary>Writes the unit vector of a mode's sum.</summary>
    /// <returns>False where the mode has no vectors or they cancel out; nothing is written then.</returns>
    public bool TryGetDirection(int mode, Span<float> destination)
    {
        ReadOnlySpan<double> sum = _sums.AsSpan(mode * width, width);
        double norm = TensorPrimitives.Norm(sum);
        if (norm < 1e-6)
        {
            return false;
        }

        for (int i = 0; i < width; i++)
        {
            destination[i] = (float)(sum[i] / norm);
        }

        return true;
    }

    private void Flush(int mode, Span<float> partial)
    {
        Span<double> sum = _sums.AsSpan(mode * width, width);
        for (int i = 0; i < width; i++)
        {
            sum[i] += partial[i];
        }

        partial.Clear();
    }
}
