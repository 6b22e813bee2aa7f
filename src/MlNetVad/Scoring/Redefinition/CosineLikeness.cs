using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>One less the cosine, as <c>CosineKMeans</c> has it: an example is one more mode.</summary>
/// <param name="width">Numbers a vector.</param>
internal sealed class CosineLikeness(int width) : Likeness
{
    public const byte Kind = 3;

    public override int Width => width;

    public override float Distance(ReadOnlySpan<float> vector, float score, ReadOnlySpan<float> example, RedefinedAs As) =>
        UnitVector.Distance(VectorLikeness.Cosine(vector, example));

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(width);
    }
}
