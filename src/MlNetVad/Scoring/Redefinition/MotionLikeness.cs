using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>
/// The distance of two ways to move: how unlike the flow's directions are and how much faster the thing is, each on the scale that
/// the fusion of object scores has learned, summed like there. What is larger than a normal example is not alike
/// at all: a cart is as fast as a bicycle and goes the same way. Where a detector tells classes, what is of another class is not alike,
/// and what has one says more than its size; a person may ride what was not seen.
/// </summary>
/// <param name="flowWidth">Numbers of the flow's descriptor; pace, size and, where there are classes, the class stand behind them.</param>
/// <param name="flow">The calibration of the distance to modes.</param>
/// <param name="pace">The calibration of the pace.</param>
/// <param name="cap">The most that one of them adds.</param>
/// <param name="sizes">How far sizes may lie from an anomalous example's, in octaves: as far as size and posture of nine normal rows in ten lie from their own kind.</param>
/// <param name="person">The class that is a person, -1 where the detector has none; null without classes.</param>
internal sealed class MotionLikeness(int flowWidth, PartCalibration flow, PartCalibration pace, float cap, float sizes, int? person) : Likeness
{
    public const byte Kind = 1, KindWithClasses = 4;

    /// <summary>The class that is a person, -1 where the detector has none; null without classes.</summary>
    public int? Person => person;

    public override int Width => flowWidth + Added;

    public override int Added => person is null ? 2 : 3;

    public override float Distance(ReadOnlySpan<float> vector, float score, ReadOnlySpan<float> example, RedefinedAs As)
    {
        bool isOfAnySize = As == RedefinedAs.Normal && IsNamed(example), isOfItsClass = person is null || vector[^1] == example[^1];
        if (!isOfItsClass || (!isOfAnySize && Beyond(vector[flowWidth + 1], example[flowWidth + 1], As) > (As == RedefinedAs.Normal ? 0 : sizes)))
        {
            return float.PositiveInfinity;
        }

        float unlike = flow.Calibrate(UnitVector.Distance(VectorLikeness.Cosine(vector[..flowWidth], example[..flowWidth])), cap);
        if (As == RedefinedAs.Normal)
        {
            unlike = MathF.Min(unlike, MathF.Max(0, score - pace.Calibrate(vector[flowWidth], cap)));   // a direction that is normal anyway stays so
        }

        return unlike + pace.Calibrate(pace.Median + Beyond(vector[flowWidth], example[flowWidth], As), cap);
    }

    // a rider is a person in the frames in which what he rides is not seen
    public override float[] Pick(VectorSet seen, RedefinedAs As)
    {
        var named = new VectorSet(Width);
        for (int i = 0; i < seen.Count; i++)
        {
            if (IsNamed(seen[i]))
            {
                named.Add(seen[i]);
            }
        }

        return base.Pick(named.Count > 0 ? named : seen, As);
    }

    // of any size, and without the cap, beyond which all fast things are alike
    public override float Between(ReadOnlySpan<float> vector, ReadOnlySpan<float> other) =>
        flow.Calibrate(UnitVector.Distance(VectorLikeness.Cosine(vector[..flowWidth], other[..flowWidth])), float.PositiveInfinity)
        + pace.Calibrate(pace.Median + MathF.Abs(vector[flowWidth] - other[flowWidth]), float.PositiveInfinity);

    public override void Write(BinaryWriter writer)
    {
        writer.Write(person is null ? Kind : KindWithClasses);
        writer.Write(flowWidth);
        flow.Write(writer);
        pace.Write(writer);
        writer.Write(cap);
        writer.Write(sizes);
        if (person is { } id)
        {
            writer.Write(id);
        }
    }

    public static MotionLikeness ReadBody(BinaryReader reader, bool classes) =>
        new(reader.ReadInt32(), PartCalibration.Read(reader), PartCalibration.Read(reader), reader.ReadSingle(), reader.ReadSingle(), classes ? reader.ReadInt32() : null);

    private bool IsNamed(ReadOnlySpan<float> vector) => person is { } id && vector[^1] != id;

    private static float Beyond(float value, float example, RedefinedAs meaning) =>
        meaning == RedefinedAs.Normal ? MathF.Max(0, value - example) : MathF.Abs(value - example);
}
