namespace MlNetVad.Scoring;

/// <summary>One thing that a person has said of a trained model's scores: who, when, of which frames or in which words, and what became of it.</summary>
/// <param name="Number">1, 2, 3 …, by which it can be undone.</param>
/// <param name="As">Normal or anomalous.</param>
/// <param name="Video">The video's id; empty of what was said in words.</param>
/// <param name="FirstFrame">The first frame, 0-based; −1 of what was said in words.</param>
/// <param name="LastFrame">The last frame, inside; −1 of what was said in words.</param>
/// <param name="User">Who said so; may be empty.</param>
/// <param name="Time">When it was said.</param>
public sealed record Redefinition(int Number, RedefinedAs As, string Video, long FirstFrame, long LastFrame, string User, DateTimeOffset Time)
{
    /// <summary>The parts of the score that it changes, such as <c>motion</c>.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>What was said in words; null of an example.</summary>
    public TextRedefinition? Text { get; init; }

    /// <summary>What the text was understood as, an aspect and its words, such as <c>speed: moves fast</c>; empty of an example.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>How similar the text is to those words, as <see cref="TextRedefinition.Threshold"/> has it; 0 of an example.</summary>
    public float Similarity { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text is null ? $"{Number}: {Video}, frames {FirstFrame} to {LastFrame}, {Said}" : $"{Number}: \"{Text.Text}\" ({Meaning}), {Said}";

    private string Said =>
        $"{(As == RedefinedAs.Normal ? "normal" : "anomalous")}{(User.Length > 0 ? $", said {User}" : "")} {Time:yyyy-MM-dd HH:mm:ss'Z'}{(Parts.Count > 0 ? $": {string.Join(", ", Parts)}" : "")}";

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Number);
        writer.Write((byte)As);
        writer.Write(Video);
        writer.Write(FirstFrame);
        writer.Write(LastFrame);
        writer.Write(User);
        writer.Write(Time.UtcTicks);
    }

    internal static Redefinition Read(BinaryReader reader) => new(
        reader.ReadInt32(), (RedefinedAs)reader.ReadByte(), reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
}
