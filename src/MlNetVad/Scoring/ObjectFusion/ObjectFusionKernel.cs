using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Gates, calibrates and sums the parts of each object's score, and takes the largest.</summary>
internal sealed class ObjectFusionKernel : RowKernel
{
    private readonly IReadOnlyList<PartCalibration> _parts;
    private readonly ObjectColumns _columns;
    private readonly float _cap;

    public ObjectFusionKernel(IReadOnlyList<PartCalibration> parts, ObjectColumns columns, float cap)
    {
        _parts = parts;
        _columns = columns;
        _cap = cap;
        Inputs = columns.Values;
    }

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<VBuffer<float>> ObjectScores { get; } = Slots.Vector<float>();

    public IReadOnlyList<InputSlot<VBuffer<float>>> Values => _columns.Values;

    public override IReadOnlyList<InputSlot> Inputs { get; }

    public override IReadOnlyList<OutputSlot> Outputs => [Score, ObjectScores];

    public override void Compute()
    {
        Span<float> scores = ObjectScores.Fill(_columns.CheckedLength());
        scores.Clear();
        foreach (PartCalibration part in _parts)
        {
            Add(part, scores);
        }

        float highest = 0;
        foreach (float score in scores)
        {
            highest = MathF.Max(highest, score);
        }

        Score.Value = highest;
    }

    private void Add(PartCalibration part, Span<float> scores)
    {
        ReadOnlySpan<float> values = _columns[_columns.IndexOf(part.ColumnName)];
        if (part.GateColumnName is null)
        {
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] += part.Calibrate(values[i], _cap);
            }

            return;
        }

        ReadOnlySpan<float> gates = _columns[_columns.IndexOf(part.GateColumnName)];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] += part.Calibrate(part.Gate(values[i], gates[i]), _cap);
        }
    }
}
