using System.Numerics.Tensors;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Moves the scores of a row's things that an answer covers; all others, and the row's score without any, stay bit for bit.</summary>
internal sealed class RedefineByAnswersKernel(AnsweredPart part) : RowKernel
{
    private const float Covered = 0.5f;   // of a thing's box; of the smaller of a place of a grid and an answer
    private float[] _scores = [], _boxes = [], _answers = [];

    public InputSlot<float> PartScore { get; } = new();

    public InputSlot<VBuffer<float>> ThingScores { get; } = new();

    public InputSlot<VBuffer<float>> Boxes { get; } = new();

    public InputSlot<VBuffer<float>> Answers { get; } = new();

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<VBuffer<float>> ObjectScores { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [PartScore, ThingScores, Boxes, Answers];

    public override IReadOnlyList<OutputSlot> Outputs => [Score, ObjectScores];

    public override void Compute()
    {
        ReadOnlySpan<float> before = Slots.Dense(in ThingScores.Value, ref _scores);   // [n]
        ReadOnlySpan<float> boxes = Slots.Dense(in Boxes.Value, ref _boxes);            // [n, 6]
        ReadOnlySpan<float> answers = Slots.Dense(in Answers.Value, ref _answers);      // [k, 6]
        if (part.Where.Boxes is not null && boxes.Length != before.Length * MovingColumns.BoxLength)
        {
            throw new VadException(
                $"Column '{part.Where.Scores}' has {Counted.Of(before.Length, "score")} and column '{part.Where.Boxes}' {Counted.Of(boxes.Length, "number")} in the same row, of {MovingColumns.BoxLength} each; both must come from the same things.");
        }

        Span<float> after = ObjectScores.Fill(before.Length);
        Span<float> place = stackalloc float[4];
        for (int i = 0; i < after.Length; i++)
        {
            Place(i, after.Length, boxes, place);
            after[i] = Moved(before[i], Strongest(place, answers));
        }

        Score.Value = after.SequenceEqual(before) ? PartScore.Value : MathF.Max(0, TensorPrimitives.Max(after));
    }

    private float Moved(float score, float strength) => strength switch
    {
        < 0 when score > part.Typical => score + (strength * (score - part.Typical)),
        > 0 when score < part.Raised => score + (strength * (part.Raised - score)),
        _ => score,
    };

    private void Place(int thing, int things, ReadOnlySpan<float> boxes, Span<float> place)
    {
        if (part.Where.Boxes is not null)
        {
            boxes.Slice(thing * MovingColumns.BoxLength, 4).CopyTo(place);
            return;
        }

        int columns = part.Where.GridColumns, rows = things / columns;
        (float width, float height) = ((float)part.Width / columns, (float)part.Height / rows);
        (place[0], place[1], place[2], place[3]) = (thing % columns * width, thing / columns * height, width, height);
    }

    // of the answers that cover a place: what is anomalous in one way is so, however normal it is in another
    private float Strongest(ReadOnlySpan<float> place, ReadOnlySpan<float> answers)
    {
        (float normal, float anomalous) = (0, 0);
        for (int start = 0; start < answers.Length; start += AnswerBox.Length)
        {
            ReadOnlySpan<float> answer = answers.Slice(start, AnswerBox.Length);
            float area = place[2] * place[3], whole = part.Where.Boxes is null ? MathF.Min(area, answer[2] * answer[3]) : area;
            if (AnswerBox.Shared(place, answer) >= Covered * whole)
            {
                (normal, anomalous) = (MathF.Min(normal, answer[AnswerBox.Strength]), MathF.Max(anomalous, answer[AnswerBox.Strength]));
            }
        }

        return anomalous > 0 ? anomalous : normal;
    }
}
