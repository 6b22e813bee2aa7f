using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Redefines the things of a row. A normal example is one more mode: a thing's score is at most its distance to it. What is nearer to
/// an anomalous example than to any mode, and as near as normal life is to its own, is raised.
/// </summary>
internal sealed class RedefineAnomaliesKernel : RowKernel
{
    private readonly RedefinedPart _part;
    private readonly IReadOnlyList<RedefinitionExample> _examples;
    private readonly RedefinedThings _things;
    private float[] _before = [];

    public RedefineAnomaliesKernel(RedefinedPart part, IReadOnlyList<RedefinitionExample> examples)
    {
        (_part, _examples) = (part, examples);
        _things = new RedefinedThings(part);
    }

    public RedefinedThings Things => _things;

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<VBuffer<float>> ObjectScores { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => _things.Inputs;

    public override IReadOnlyList<OutputSlot> Outputs => _part.ObjectScores is null ? [Score] : [Score, ObjectScores];

    public override void Compute()
    {
        ReadOnlySpan<float> before = _things.Scores;
        if (!_things.HasVectors && before.Length > 0 && before.SequenceEqual(_before))
        {
            return;   // the picture was not encoded: its places keep their scores, and what was made of them
        }

        _things.Check();
        _before = before.ToArray();
        Span<float> after = ObjectScores.Fill(before.Length);
        before.CopyTo(after);
        for (int i = 0; _things.HasVectors && i < after.Length; i++)
        {
            after[i] = Redefined(before[i], _things[i]);
        }

        Score.Value = after.SequenceEqual(before) ? _things.Score.Value : MathF.Max(0, System.Numerics.Tensors.TensorPrimitives.Max(after));
    }

    private float Redefined(float score, ReadOnlySpan<float> vector)
    {
        float normal = MathF.Min(score, Nearest(vector, score, RedefinedAs.Normal));
        float anomalous = Nearest(vector, score, RedefinedAs.Anomalous);
        return anomalous < normal && anomalous < _part.Unusual ? MathF.Max(score, _part.Raised) : normal;
    }

    private float Nearest(ReadOnlySpan<float> vector, float score, RedefinedAs meaning)
    {
        float nearest = float.PositiveInfinity;
        foreach (RedefinitionExample example in _examples)
        {
            for (int start = 0; example.About.As == meaning && start < example.Vectors.Length; start += vector.Length)
            {
                nearest = MathF.Min(nearest, _part.Likeness.Distance(vector, score, example.Vectors.AsSpan(start, vector.Length), meaning));
            }
        }

        return nearest;
    }
}
