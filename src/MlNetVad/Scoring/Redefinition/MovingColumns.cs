namespace MlNetVad.Scoring;

/// <summary>What else is known of things that move: columns that stand beside their features.</summary>
/// <param name="Pace">One number a thing: its speed over what is usual at its place.</param>
/// <param name="Boxes">The box of each thing, <c>Vector&lt;Single, *, 6&gt;</c>.</param>
/// <param name="Shapes">What is in the picture, moving or not, <c>Vector&lt;Single, *, 7&gt;</c>: place, size and posture.</param>
/// <param name="ShapeBoxes">The boxes of that, <c>Vector&lt;Single, *, 6&gt;</c>.</param>
internal sealed record MovingColumns(string Pace, string Boxes, string Shapes, string ShapeBoxes)
{
    public const int BoxLength = 6;

    /// <summary>Places in a shape and in a stay: the size, how the main axis lies, log2 of 1 + the seconds.</summary>
    public const int SizeInShape = 4, AxisInShape = 5, TimeInStay = 3;
    private const int ShapeLength = 7;

    /// <summary>The size of what most of a box lies in, of several the smallest: log2 of the root of its area in usual heights; less than anything's where there is nothing.</summary>
    public static float SizeAt(ReadOnlySpan<float> box, ReadOnlySpan<float> shapes, ReadOnlySpan<float> shapeBoxes)
    {
        (float size, float most, float smallest) = (float.NegativeInfinity, 0, float.PositiveInfinity);
        for (int i = 0; i < shapeBoxes.Length / BoxLength; i++)
        {
            ReadOnlySpan<float> other = shapeBoxes.Slice(i * BoxLength, BoxLength);
            float covered = Overlap(box[0], box[2], other[0], other[2]) * Overlap(box[1], box[3], other[1], other[3]), area = other[2] * other[3];
            if (covered > most || (covered > 0 && covered == most && area < smallest))
            {
                (size, most, smallest) = (shapes[(i * ShapeLength) + SizeInShape], covered, area);
            }
        }

        return size;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Pace);
        writer.Write(Boxes);
        writer.Write(Shapes);
        writer.Write(ShapeBoxes);
    }

    public static MovingColumns Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());

    private static float Overlap(float start, float length, float otherStart, float otherLength) =>
        MathF.Max(0, MathF.Min(start + length, otherStart + otherLength) - MathF.Max(start, otherStart));
}
