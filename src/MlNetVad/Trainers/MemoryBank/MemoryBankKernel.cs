using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;

namespace MlNetVad.Trainers;

/// <summary>Scores the map of a row; a row without one keeps the scores of the row before it.</summary>
internal sealed class MemoryBankKernel(Bank bank, string column) : RowKernel
{
    private readonly VideoSequence _sequence = new();
    private float[] _scratch = [], _unit = [];

    public InputSlot<VBuffer<float>> Features { get; } = new();

    public InputSlot<ReadOnlyMemory<char>> Video { get; } = new();

    public InputSlot<long> Frame { get; } = new();

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<VBuffer<float>> PlaceScores { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Features, Video, Frame];

    public override IReadOnlyList<OutputSlot> Outputs => [Score, PlaceScores];

    public override void Compute()
    {
        ReadOnlySpan<float> map = Slots.Dense(in Features.Value, ref _scratch);
        if (_sequence.Begins(Video.Value.Span, Frame.Value))
        {
            Score.Value = 0;
            PlaceScores.Fill(bank.Places).Clear();
        }

        if (map.Length == 0 || bank.Places == 0)
        {
            return;
        }

        if (map.Length != bank.Places * bank.Width)
        {
            throw new VadException($"Column '{column}' holds {map.Length} numbers; the model knows {bank.Places} places of {bank.Width} numbers: score with what it was trained with.");
        }

        Span<float> scores = PlaceScores.Fill(bank.Places);
        bank.Distances(Unit(map, bank.Width, column, ref _unit), scores);
        Score.Value = 0;
        foreach (float score in scores)
        {
            Score.Value = MathF.Max(Score.Value, score);
        }
    }

    /// <summary>The map with each vector at length 1; a vector of zeros stays.</summary>
    /// <param name="map">A vector a place.</param>
    /// <param name="width">Numbers a vector.</param>
    /// <param name="column">What messages call it.</param>
    /// <param name="unit">Holds the result; kept from map to map.</param>
    /// <exception cref="VadException">A value is NaN or Infinity.</exception>
    public static ReadOnlySpan<float> Unit(ReadOnlySpan<float> map, int width, string column, ref float[] unit)
    {
        unit = unit.Length == map.Length ? unit : new float[map.Length];
        map.CopyTo(unit);
        for (int start = 0; start < unit.Length; start += width)
        {
            Span<float> vector = unit.AsSpan(start, width);
            float norm = System.Numerics.Tensors.TensorPrimitives.Norm(vector);
            if (!float.IsFinite(norm))
            {
                throw FeatureRows.NotFinite(column, "a vector");
            }

            System.Numerics.Tensors.TensorPrimitives.Divide(vector, norm > 0 ? norm : 1, vector);
        }

        return unit;
    }
}
