using MlNetVad.Scoring;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>
/// One score of the two errors, <c>w_v S_v + w_t S_t</c> (SIB-VAD, section 3.5), where each error is first put on the
/// scale of held-out normal video: 0 at its median, 0.5 at its false-alarm quantile. The sum is put on that scale again.
/// </summary>
/// <param name="Frame">The scale of the frame error.</param>
/// <param name="Semantic">The scale of the semantic error; null without a semantic branch.</param>
/// <param name="Fused">The scale of the weighted sum.</param>
/// <param name="FrameWeight">w_v.</param>
/// <param name="SemanticWeight">w_t.</param>
internal sealed record ScoreFusion(ScoreCalibration Frame, ScoreCalibration? Semantic, ScoreCalibration Fused, float FrameWeight, float SemanticWeight)
{
    /// <summary>The calibrated score of a frame, or of an object.</summary>
    public float Score(float frameError, float semanticError) => Fused.Calibrate(Sum(Frame, Semantic, FrameWeight, SemanticWeight, frameError, semanticError));

    /// <summary>Learns the scales.</summary>
    /// <param name="rows">For each held-out normal row the errors of its frame, or of its objects.</param>
    /// <param name="hasText">Whether there is a semantic branch.</param>
    /// <param name="frameWeight">w_v, at least 0.</param>
    /// <param name="semanticWeight">w_t, at least 0.</param>
    /// <param name="quantile">The false-alarm quantile.</param>
    public static ScoreFusion Learn(
        IReadOnlyList<(float Frame, float Semantic)[]> rows, bool hasText, float frameWeight, float semanticWeight, double quantile)
    {
        ScoreCalibration frame = Scale(rows.SelectMany(r => r).Select(e => e.Frame), quantile);
        ScoreCalibration? semantic = hasText ? Scale(rows.SelectMany(r => r).Select(e => e.Semantic), quantile) : null;
        ScoreCalibration fused = Scale(rows.Select(r => r.Max(e => Sum(frame, semantic, frameWeight, semanticWeight, e.Frame, e.Semantic))), quantile);
        return new ScoreFusion(frame, semantic, fused, frameWeight, semanticWeight);
    }

    /// <summary>Writes the scales and weights.</summary>
    public void Write(BinaryWriter writer)
    {
        Frame.Write(writer);
        writer.Write(Semantic is not null);
        Semantic?.Write(writer);
        Fused.Write(writer);
        writer.Write(FrameWeight);
        writer.Write(SemanticWeight);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ScoreFusion Read(BinaryReader reader)
    {
        ScoreCalibration frame = ScoreCalibration.Read(reader);
        ScoreCalibration? semantic = reader.ReadBoolean() ? ScoreCalibration.Read(reader) : null;
        return new ScoreFusion(frame, semantic, ScoreCalibration.Read(reader), reader.ReadSingle(), reader.ReadSingle());
    }

    private static float Sum(ScoreCalibration frame, ScoreCalibration? semantic, float frameWeight, float semanticWeight, float frameError, float semanticError) =>
        (frameWeight * frame.Calibrate(frameError)) + (semantic is null ? 0 : semanticWeight * semantic.Calibrate(semanticError));

    private static ScoreCalibration Scale(IEnumerable<float> errors, double quantile)
    {
        var sample = new QuantileSample();
        foreach (float error in errors)
        {
            sample.Add(error);
        }

        return ScoreCalibration.Of(sample, quantile);
    }
}
