using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>How much more there is than in an example; a part that is one number a row, of which more is more unusual.</summary>
/// <param name="typical">The score that half of normal life has, which the example's amount gets.</param>
internal sealed class AmountLikeness(float typical) : Likeness
{
    public const byte Kind = 2;

    public override int Width => 1;

    public override float Distance(ReadOnlySpan<float> vector, float score, ReadOnlySpan<float> example, RedefinedAs As)
    {
        float more = vector[0] - example[0];
        return As == RedefinedAs.Normal ? typical + MathF.Max(0, more) : MathF.Max(0, -more);
    }

    public override float Between(ReadOnlySpan<float> vector, ReadOnlySpan<float> other) => MathF.Abs(vector[0] - other[0]);

    /// <summary>The largest amount of a normal example, the median of an anomalous one.</summary>
    public override float[] Pick(VectorSet seen, RedefinedAs As)
    {
        float[] amounts = [.. Enumerable.Range(0, seen.Count).Select(i => seen[i][0]).Order()];
        return [As == RedefinedAs.Normal ? amounts[^1] : amounts[amounts.Length / 2]];
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(typical);
    }
}
