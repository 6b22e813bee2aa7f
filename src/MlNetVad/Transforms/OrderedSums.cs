using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetVad.Transforms;

/// <summary>
/// Sums of floats in an order that depends on their number alone. <c>TensorPrimitives</c> adds in another order where an array
/// begins at another address, so its sums differ in the last bits from one pass to the next, and scores with them.
/// </summary>
internal static class OrderedSums
{
    /// <summary>The sum.</summary>
    public static float Sum(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> even = Vector<float>.Zero, odd = Vector<float>.Zero;
        for (int i = 0; i + 1 < vectors.Length; i += 2)
        {
            even += vectors[i];
            odd += vectors[i + 1];
        }

        if (vectors.Length % 2 == 1)
        {
            even += vectors[^1];
        }

        float sum = Vector.Sum(even + odd);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>The sum of products.</summary>
    /// <param name="x">n numbers.</param>
    /// <param name="y">n numbers.</param>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ReadOnlySpan<Vector<float>> left = MemoryMarshal.Cast<float, Vector<float>>(x), right = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length]);
        Vector<float> even = Vector<float>.Zero, odd = Vector<float>.Zero;
        for (int i = 0; i + 1 < left.Length; i += 2)
        {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }

        if (left.Length % 2 == 1)
        {
            even += left[^1] * right[^1];
        }

        float sum = Vector.Sum(even + odd);
        for (int i = left.Length * Vector<float>.Count; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>The Euclidean length.</summary>
    public static float Norm(ReadOnlySpan<float> values) => MathF.Sqrt(Dot(values, values));
}
