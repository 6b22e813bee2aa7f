namespace MlNetVad.Scoring;

/// <summary>The names that a text can mean beside the words of what is measured: a detector's classes, or the actions that a model has learned.</summary>
/// <param name="Kind">What the names are of, in a word.</param>
/// <param name="Names">The names; an empty one is like nothing.</param>
internal sealed record Vocabulary(string Kind, IReadOnlyList<string> Names)
{
    public const string Class = "class", Action = "action";
    private const int Most = 10_000, Shown = 8;

    /// <summary>Whether a text can only mean these names: a model of actions measures nothing.</summary>
    public bool IsAll => Kind == Action;

    /// <summary>What somebody can say instead of what was not understood.</summary>
    public string Advice => IsAll
        ? $"name one of the actions that the model has learned: {string.Join(", ", Names.Take(Shown))}{(Names.Count > Shown ? ", …" : "")}"
        : $"say it in words of speed, size, posture or stay, such as 'something moves fast', {(Names.Count > 0 ? "name a class of the detector" : "train with a detector, whose classes are words too")}";

    /// <summary>A name in a sentence, to be compared with a text.</summary>
    public string Sentence(string name) =>
        name.Length == 0 ? "Something."
        : IsAll ? $"A person is {name}."
        : $"Something is {("aeiou".Contains(char.ToLowerInvariant(name[0]), StringComparison.Ordinal) ? "an" : "a")} {name}.";

    public void Write(BinaryWriter writer)
    {
        foreach (string name in Names)
        {
            writer.Write(name);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null where the count is impossible.</summary>
    public static Vocabulary? Read(BinaryReader reader, string kind, int count) =>
        count is >= 0 and <= Most ? new Vocabulary(kind, [.. Enumerable.Range(0, count).Select(_ => reader.ReadString())]) : null;
}
