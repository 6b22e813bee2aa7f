using System.Numerics.Tensors;
using MlNetVad.Transforms;

namespace MlNetVad.Trainers;

/// <summary>What a vector is, seen as a direction.</summary>
internal enum Direction
{
    /// <summary>It has one.</summary>
    Some,

    /// <summary>It is zero and has none.</summary>
    None,

    /// <summary>It holds NaN or Infinity.</summary>
    NotFinite,
}

/// <summary>Scales vectors to length 1, and compares them.</summary>
internal static class UnitVector
{
    // between these norms neither the sum of squares nor the division leaves float's range
    private const float SmallNorm = 1e-15f;
    private const float LargeNorm = 1e18f;

    /// <summary>Writes <paramref name="source"/> over its length; a zero vector stays zero.</summary>
    public static Direction Normalize(ReadOnlySpan<float> source, Span<float> destination)
    {
        float norm = OrderedSums.Norm(source);
        if (norm is > SmallNorm and < LargeNorm)
        {
            TensorPrimitives.Divide(source, norm, destination);
            return Direction.Some;
        }

        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(source));   // NaN wins
        if (!float.IsFinite(largest))
        {
            return Direction.NotFinite;
        }

        if (largest == 0)
        {
            destination.Clear();
            return Direction.None;
        }

        TensorPrimitives.Divide(source, largest, destination);
        TensorPrimitives.Divide(destination, OrderedSums.Norm(destination), destination);
        return Direction.Some;
    }

    /// <summary>The row of <paramref name="centroids"/> [M, d] with the largest cosine to a unit vector; the first of equals.</summary>
    public static int Nearest(ReadOnlySpan<float> unit, ReadOnlySpan<float> centroids, out float cosine)
    {
        int best = 0;
        cosine = float.NegativeInfinity;
        for (int mode = 0; mode * unit.Length < centroids.Length; mode++)
        {
            float candidate = OrderedSums.Dot(unit, centroids.Slice(mode * unit.Length, unit.Length));
            if (candidate > cosine)
            {
                cosine = candidate;
                best = mode;
            }
        }

        return best;
    }

    /// <summary>1 − cos, never below 0.</summary>
    public static float Distance(float cosine) => MathF.Max(0, 1 - cosine);
}
