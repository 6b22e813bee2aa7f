using System.Numerics.Tensors;

namespace MlNetVad.Scoring;

/// <summary>The Euclidean distance of vectors, or of their directions: that of <c>NearestNeighbors</c>, or of <c>MemoryBank</c> at any place.</summary>
/// <param name="width">Numbers a vector.</param>
/// <param name="directions">Whether only the direction of a vector counts.</param>
internal sealed class VectorLikeness(int width, bool directions) : Likeness
{
    public const byte Kind = 0;

    public override int Width => width;

    public override float Distance(ReadOnlySpan<float> vector, float score, ReadOnlySpan<float> example, RedefinedAs As) =>
        directions ? MathF.Sqrt(MathF.Max(0, 2 - (2 * Cosine(vector, example)))) : TensorPrimitives.Distance(vector, example);

    /// <summary>The cosine of two vectors; 0 where one is zero.</summary>
    public static float Cosine(ReadOnlySpan<float> vector, ReadOnlySpan<float> example)
    {
        float norms = TensorPrimitives.Norm(vector) * TensorPrimitives.Norm(example);
        return norms > 0 ? TensorPrimitives.Dot(vector, example) / norms : 0;
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(width);
        writer.Write(directions);
    }

    public static VectorLikeness ReadBody(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadBoolean());
}
