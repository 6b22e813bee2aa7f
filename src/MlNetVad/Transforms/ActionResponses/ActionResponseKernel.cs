using System.Numerics.Tensors;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Trainers;

namespace MlNetVad.Transforms.ActionResponses;

/// <summary>The cosines of a row's objects with each action.</summary>
internal sealed class ActionResponseKernel(ActionTexts texts, string column) : RowKernel
{
    private float[] _scratch = [];

    public InputSlot<VBuffer<float>> Features { get; } = new();

    public OutputSlot<VBuffer<float>> Responses { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Features];

    public override IReadOnlyList<OutputSlot> Outputs => [Responses];

    public override void Compute()
    {
        ReadOnlySpan<float> features = Slots.Dense(in Features.Value, ref _scratch);          // [m, D]
        FeatureRows.RequireWhole(column, features.Length, texts.Width);
        int count = texts.Names.Length;
        Span<float> responses = Responses.Fill(features.Length / texts.Width * count);        // [m, N]
        for (int i = 0; i < responses.Length; i++)
        {
            (int item, int action) = Math.DivRem(i, count);
            ReadOnlySpan<float> vector = features.Slice(item * texts.Width, texts.Width);
            float norm = TensorPrimitives.Norm(vector);
            if (!float.IsFinite(norm))
            {
                throw FeatureRows.NotFinite(column, $"vector {item} of a row");
            }

            responses[i] = norm > 0 ? TensorPrimitives.Dot(vector, texts.Vectors.AsSpan(action * texts.Width, texts.Width)) / norm : 0;
        }
    }
}
