using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Turns a row's part scores into rarities.</summary>
internal sealed class TailFusionKernel(IReadOnlyList<TailPart> parts) : RowKernel
{
    public InputSlot<float>[] Scores { get; } = [.. Enumerable.Range(0, TailFusionTransformer.Slots).Select(_ => new InputSlot<float>())];

    public OutputSlot<float> Score { get; } = Slots.Scalar<float>();

    public OutputSlot<VBuffer<float>> Rarities { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => Scores;

    public override IReadOnlyList<OutputSlot> Outputs => [Score, Rarities];

    public override void Compute()
    {
        Span<float> rarities = Rarities.Fill(parts.Count);
        float most = 0;
        for (int i = 0; i < rarities.Length; i++)
        {
            ScoreColumn.RequireNumber(Scores[i].Value, parts[i].Column);
            rarities[i] = parts[i].Tail.Rarity(Scores[i].Value);
            most = MathF.Max(most, rarities[i]);
        }

        Score.Value = most;
    }
}
