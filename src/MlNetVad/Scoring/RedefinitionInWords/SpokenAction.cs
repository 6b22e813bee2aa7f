namespace MlNetVad.Scoring;

/// <summary>A text about what things do, as a model of actions has understood it.</summary>
/// <param name="Text">Who said what, and which of the actions it means.</param>
/// <param name="Direction">The text in the space of what things do, D numbers, of length 1.</param>
internal sealed record SpokenAction(SpokenText Text, float[] Direction)
{
    public void Write(BinaryWriter writer)
    {
        Text.Write(writer);
        foreach (float value in Direction)
        {
            writer.Write(value);
        }
    }

    public static SpokenAction Read(BinaryReader reader, int width) => new(SpokenText.Read(reader, Vocabulary.Action), [.. Enumerable.Range(0, width).Select(_ => reader.ReadSingle())]);
}
