using Microsoft.ML;

namespace MlNetVad.Scoring;

/// <summary>
/// What a model is tried on while it is trained: anomalies made of held-out normal rows. A part of the fused score that does no better than chance on the kinds that it
/// should find is left out, and what the finished model would notice is kept in its <see cref="Persistence.TrainingRecord"/>.
/// </summary>
/// <param name="Kinds">The kinds, each with the part that should find it.</param>
/// <param name="CalibratorWithout">Makes the calibrator again, with parts of these names not heard (<see cref="TailFusionEstimator.Part.IsHeard"/>).</param>
/// <param name="StretchRows">Rows that are looked at together, at least 1: about as long as an anomaly lasts.</param>
public sealed record MadeAnomalies(IReadOnlyList<MadeKind> Kinds, Func<IReadOnlyCollection<string>, IEstimator<ITransformer>> CalibratorWithout, int StretchRows)
{
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Kinds);
        ArgumentNullException.ThrowIfNull(CalibratorWithout);
        ArgumentOutOfRangeException.ThrowIfLessThan(StretchRows, 1);
    }
}
