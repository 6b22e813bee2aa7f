using System.Numerics;

namespace MlNetVad.Trainers;

/// <summary>A sample of normal vectors, and the distance to the k-th nearest of them.</summary>
/// <param name="vectors">[n, width].</param>
/// <param name="width">Numbers a vector.</param>
/// <param name="neighbors">k.</param>
internal sealed class NormalVectors(float[] vectors, int width, int neighbors)
{
    private readonly Vector<float>[] _side = SideBySide(vectors, width);   // number by number, so that several are compared at once

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
        for (int start = 0; start < _side.Length; start += width)
        {
            Vector<float> squares = Squares(_side.AsSpan(start, width), vector);
            if (Vector.LessThanAny(squares, new Vector<float>(nearest[^1])))
            {
                for (int i = 0; i < Vector<float>.Count; i++)
                {
                    Enter(squares[i], nearest);
                }
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

    // [n / lanes, width] vectors of one number of so many each; those that fill up the last are infinitely far away
    private static Vector<float>[] SideBySide(float[] vectors, int width)
    {
        int lanes = Vector<float>.Count, count = vectors.Length / width;
        var side = new Vector<float>[(count + lanes - 1) / lanes * width];
        Span<float> numbers = stackalloc float[lanes];
        for (int i = 0; i < side.Length; i++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                int n = (i / width * lanes) + lane;
                numbers[lane] = n < count ? vectors[(n * width) + (i % width)] : float.PositiveInfinity;
            }

            side[i] = new Vector<float>(numbers);
        }

        return side;
    }

    private static Vector<float> Squares(ReadOnlySpan<Vector<float>> some, ReadOnlySpan<float> vector)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < some.Length; i++)
        {
            Vector<float> difference = some[i] - new Vector<float>(vector[i]);
            sum += difference * difference;
        }

        return sum;
    }

    private static void Enter(float square, Span<float> nearest)
    {
        for (int place = nearest.Length - 1; place >= 0 && square < nearest[place]; place--)
        {
            if (place + 1 < nearest.Length)
            {
                nearest[place + 1] = nearest[place];
            }

            nearest[place] = square;
        }
    }
}
