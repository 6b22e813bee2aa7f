namespace MlNetVad.Transforms.SceneCaption;

/// <summary>The learned boundaries between words.</summary>
/// <param name="Speed">Of speeds, expected heights a frame.</param>
/// <param name="Size">Of areas, squared expected heights.</param>
/// <param name="Aspect">Of width over height.</param>
/// <param name="Height">Of heights, expected heights.</param>
/// <param name="Objects">How many objects they were learned from.</param>
internal sealed record CaptionScales(WordScale Speed, WordScale Size, WordScale Aspect, WordScale Height, long Objects)
{
    /// <summary>Puts an object into words.</summary>
    public ObjectWords Describe(in ObjectMeasures measures)
    {
        int speed = Speed.Level(measures.Speed);
        return new ObjectWords(
            speed,
            Size.Level(measures.Area),
            Vocabulary.Shape(Aspect.Level(measures.Aspect), Height.Level(measures.Height)),
            speed > 0 ? Vocabulary.Direction(measures.U, measures.V) : null);
    }

    /// <summary>Writes the boundaries, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        Speed.Write(writer);
        Size.Write(writer);
        Aspect.Write(writer);
        Height.Write(writer);
        writer.Write(Objects);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CaptionScales Read(BinaryReader reader) => new(
        WordScale.Read(reader, Vocabulary.Speeds),
        WordScale.Read(reader, Vocabulary.Sizes),
        WordScale.Read(reader, Vocabulary.Aspects),
        WordScale.Read(reader, Vocabulary.Heights),
        reader.ReadInt64());
}
