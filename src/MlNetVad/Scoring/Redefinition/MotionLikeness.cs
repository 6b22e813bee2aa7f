using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>
/// The distance of two ways to move: how unlike the flow's directions are and how much faster the thing is, each on the scale that
/// the fusion of object scores has learned, summed like there. What is larger than a normal example is not alike
/// at all: a cart is as fast as a bicycle and goes the same way.
/// </summary>
/// <param name="flowWidth">Numbers of the flow's descriptor; pace and size stand behind them.</param>
/// <param name="flow">The calibration of the distance to modes.</param>
/// <param name="pace">The calibration of the pace.</param>
/// <param name="cap">The most that one of them adds.</param>
/// <param name="sizes">How far sizes may lie from an anomalous example's, in octaves: as far as size and posture of nine normal rows in ten lie from their own kind.</param>
internal sealed class MotionLikeness(int flowWidth, PartCalibration flow, PartCalibration pace, float cap, float sizes) : Likeness
{
    public const byte Kind = 1;

    public override int Width => flowWidth + MovingColumns.Added;

    public override float Distance(ReadOnlySpan<float> vector, float score, ReadOnlySpan<float> example, RedefinedAs As)
    {
        if (Beyond(vector[^1], example[^1], As) > (As == RedefinedAs.Normal ? 0 : sizes))
        {
            return float.PositiveInfinity;
        }

        float unlike = flow.Calibrate(UnitVector.Distance(VectorLikeness.Cosine(vector[..flowWidth], example[..flowWidth])), cap);
        if (As == RedefinedAs.Normal)
        {
            unlike = MathF.Min(unlike, MathF.Max(0, score - pace.Calibrate(vector[^2], cap)));   // a direction that is normal anyway stays so
        }

        return unlike + pace.Calibrate(pace.Median + Beyond(vector[^2], example[^2], As), cap);
    }

    // of any size, and without the cap, beyond which all fast things are alike
    public override float Between(ReadOnlySpan<float> vector, ReadOnlySpan<float> other) =>
        flow.Calibrate(UnitVector.Distance(VectorLikeness.Cosine(vector[..flowWidth], other[..flowWidth])), float.PositiveInfinity)
        + pace.Calibrate(pace.Median + MathF.Abs(vector[^2] - other[^2]), float.PositiveInfinity);

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(flowWidth);
        flow.Write(writer);
        pace.Write(writer);
        writer.Write(cap);
        writer.Write(sizes);
    }

    public static MotionLikeness ReadBody(BinaryReader reader) =>
        new(reader.ReadInt32(), PartCalibration.Read(reader), PartCalibration.Read(reader), reader.ReadSingle(), reader.ReadSingle());

    private static float Beyond(float value, float example, RedefinedAs meaning) =>
        meaning == RedefinedAs.Normal ? MathF.Max(0, value - example) : MathF.Abs(value - example);
}
