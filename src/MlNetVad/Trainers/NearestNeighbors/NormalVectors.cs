using System.Numerics.Tensors;

namespace MlNetVad.Trainers;

/// <summary>A sample of normal vectors, and the distance to the k-th nearest of them.</summary>
/// <param name="vectors">[n, width].</param>
/// <param name="width">Numbers a vector.</param>
/// <param name="neighbors">k.</param>
internal sealed class NormalVectors(float[] vectors, int width, int neighbors)
{
    /// <summary>Numbers a vector.</summary>
    public int Width => width;

    /// <summary>n.</summary>
    public int Count => vectors.Length / width;

    /// <summary>k.</summary>
    public int Neighbors => neighbors;

    /// <summary>The distance of a vector to the k-th nearest (to the farthest, where there are fewer); 0 where there is none.</summary>
    public float Distance(ReadOnlySpan<float> vector)
    {
        int k = Math.Min(neighbors, Count);
        if (k == 0)
        {
            return 0;
        }

        Span<float> nearest = k <= 64 ? stackalloc float[k] : new float[k];   // ascending
        nearest.Fill(float.MaxValue);
        for (int start = 0; start < vectors.Length; start += width)
        {
            float square = Square(vectors.AsSpan(start, width), vector, nearest[^1]);
            for (int place = k - 1; place >= 0 && square < nearest[place]; place--)
            {
                if (place + 1 < k)
                {
                    nearest[place + 1] = nearest[place];
                }

                nearest[place] = square;
            }
        }

        return MathF.Sqrt(nearest[^1]);
    }

    /// <summary>The quantile of one of the numbers; 0 where there is no vector.</summary>
    public float Quantile(int number, double share) => Count == 0 ? 0 : (float)Evaluation.Metrics.Quantile.OfSorted([.. Enumerable.Range(0, Count).Select(i => (double)vectors[(i * width) + number]).Order()], share);

    /// <summary>Writes the vectors, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(width);
        writer.Write(neighbors);
        writer.Write(vectors.Length);
        writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vectors.AsSpan()));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">The sizes are impossible.</exception>
    public static NormalVectors Read(BinaryReader reader)
    {
        (int width, int neighbors, int length) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (width < 1 || neighbors < 1 || length < 0 || length % width != 0 || length > 1 << 28)
        {
            throw new VadException("The model's sample of normal vectors has an impossible size: the file is damaged; train or copy it again.");
        }

        var vectors = new float[length];
        reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vectors.AsSpan()));
        return new NormalVectors(vectors, width, neighbors);
    }

    // short vectors are given up as soon as they are too far
    private static float Square(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float most)
    {
        if (a.Length > 16)
        {
            float distance = TensorPrimitives.Distance(a, b);
            return distance * distance;
        }

        float sum = 0;
        for (int i = 0; i < a.Length && sum < most; i++)
        {
            float difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
