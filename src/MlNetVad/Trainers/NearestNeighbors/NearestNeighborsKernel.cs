using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>Scores the vectors of a row; a row equal to the one before costs nothing.</summary>
internal sealed class NearestNeighborsKernel(NormalVectors normal, string column) : RowKernel
{
    private float[] _scratch = [];
    private float[]? _last;

    public InputSlot<VBuffer<float>> Features { get; } = new();

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<VBuffer<float>> ObjectScores { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Features];

    public override IReadOnlyList<OutputSlot> Outputs => [Score, ObjectScores];

    public override void Compute()
    {
        ReadOnlySpan<float> features = Slots.Dense(in Features.Value, ref _scratch);
        if (_last is not null && features.SequenceEqual(_last))
        {
            return;
        }

        FeatureRows.RequireWhole(column, features.Length, normal.Width);
        Span<float> scores = ObjectScores.Fill(features.Length / normal.Width);
        Score.Value = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = normal.Distance(Finite(features.Slice(i * normal.Width, normal.Width), column));
            Score.Value = MathF.Max(Score.Value, scores[i]);
        }

        _last = features.ToArray();
    }

    /// <summary>The vector, checked.</summary>
    /// <exception cref="VadException">A value is NaN or Infinity.</exception>
    public static ReadOnlySpan<float> Finite(ReadOnlySpan<float> vector, string column)
    {
        foreach (float value in vector)
        {
            if (!float.IsFinite(value))
            {
                throw FeatureRows.NotFinite(column, "a vector");
            }
        }

        return vector;
    }
}
