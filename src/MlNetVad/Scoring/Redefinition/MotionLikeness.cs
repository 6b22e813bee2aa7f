using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>
/// The distance of two ways to move: how unlike the flow's directions are and how much faster the thing is, each on the scale that
/// the fusion of object scores has learned, summed like there.
/// </summary>
/// <param name="flowWidth">Numbers of the flow's descriptor; the pace stands behind them.</param>
/// <param name="flow">The calibration of the distance to modes.</param>
/// <param name="pace">The calibration of the pace.</param>
/// <param name="cap">The most that one of them adds.</param>
internal sealed class MotionLikeness(int flowWidth, PartCalibration flow, PartCalibration pace, float cap) : Likeness
{
    public const byte Kind = 1;

    public override int Width => flowWidth + 1;

    public override float Distance(ReadOnlySpan<float> vector, ReadOnlySpan<float> example, RedefinedAs As)
    {
        float unlike = flow.Calibrate(UnitVector.Distance(VectorLikeness.Cosine(vector[..flowWidth], example[..flowWidth])), cap);
        float faster = vector[^1] - example[^1];
        return unlike + pace.Calibrate(pace.Median + (As == RedefinedAs.Normal ? MathF.Max(0, faster) : MathF.Abs(faster)), cap);
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Kind);
        writer.Write(flowWidth);
        flow.Write(writer);
        pace.Write(writer);
        writer.Write(cap);
    }

    public static MotionLikeness ReadBody(BinaryReader reader) =>
        new(reader.ReadInt32(), PartCalibration.Read(reader), PartCalibration.Read(reader), reader.ReadSingle());
}
