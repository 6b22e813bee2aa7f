using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Scales the values of a row's objects.</summary>
internal sealed class PlaceScaleKernel(PlaceScaleColumns columns, PlaceMap map) : RowKernel
{
    private float[] _valueScratch = [];
    private float[] _boxScratch = [];

    public InputSlot<VBuffer<float>> Values { get; } = new();

    public InputSlot<VBuffer<float>> Boxes { get; } = new();

    public OutputSlot<VBuffer<float>> Scaled { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Values, Boxes];

    public override IReadOnlyList<OutputSlot> Outputs => [Scaled];

    public override void Compute()
    {
        ReadOnlySpan<float> values = Slots.Dense(in Values.Value, ref _valueScratch);   // [n]
        ReadOnlySpan<float> boxes = Slots.Dense(in Boxes.Value, ref _boxScratch);       // [n, 6]
        columns.Check(values, boxes);
        Span<float> scaled = Scaled.Fill(values.Length);
        for (int i = 0; i < scaled.Length; i++)
        {
            (float x, float y) = PlaceScaleColumns.Foot(boxes, i);
            scaled[i] = values[i] / map.Usual(x, y);
        }
    }
}
