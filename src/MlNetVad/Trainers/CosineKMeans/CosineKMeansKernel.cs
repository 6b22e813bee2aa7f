using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>Scores the vectors of a row by their distance to the nearest mode.</summary>
internal sealed class CosineKMeansKernel(CosineKMeansModelParameters model, string column) : RowKernel
{
    private readonly float[] _unit = new float[model.FeatureCount];
    private float[] _scratch = [];

    public InputSlot<VBuffer<float>> Features { get; } = new();

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<VBuffer<float>> ObjectScores { get; } = Slots.Vector<float>();

    public OutputSlot<VBuffer<int>> NearestMode { get; } = Slots.Vector<int>();

    public override IReadOnlyList<InputSlot> Inputs => [Features];

    public override IReadOnlyList<OutputSlot> Outputs => [Score, ObjectScores, NearestMode];

    public override void Compute()
    {
        ReadOnlySpan<float> features = Slots.Dense(in Features.Value, ref _scratch);
        FeatureRows.RequireWhole(column, features.Length, _unit.Length);
        int objects = features.Length / _unit.Length;
        Span<float> scores = ObjectScores.Fill(objects);
        Span<int> modes = NearestMode.Fill(objects);
        float highest = 0;
        for (int i = 0; i < objects; i++)
        {
            scores[i] = ScoreOf(features.Slice(i * _unit.Length, _unit.Length), i, out modes[i]);
            highest = MathF.Max(highest, scores[i]);
        }

        Score.Value = highest;
    }

    private float ScoreOf(ReadOnlySpan<float> vector, int index, out int mode)
    {
        Direction direction = UnitVector.Normalize(vector, _unit);
        if (direction == Direction.NotFinite)
        {
            throw FeatureRows.NotFinite(column, $"vector {index} of a row");
        }

        mode = UnitVector.Nearest(_unit, model.Centroids.Span, out float cosine);
        if (direction == Direction.None)
        {
            mode = -1;
        }

        return UnitVector.Distance(cosine);
    }
}
