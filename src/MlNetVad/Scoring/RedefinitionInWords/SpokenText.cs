namespace MlNetVad.Scoring;

/// <summary>A text that a model has understood: which level of which aspect it means, or which names, and how similar it is to the words of each.</summary>
/// <param name="About">Who said what, and when.</param>
/// <param name="Said">The text and how it counts.</param>
/// <param name="Similarities">To each level of each aspect, and to each name.</param>
/// <param name="Vocabulary">The names that the model knows.</param>
internal sealed record SpokenText(Redefinition About, TextRedefinition Said, float[] Similarities, Vocabulary Vocabulary)
{
    // a name is meant along with the nearest one from this share of its similarity on: "a vehicle" is .52 to a car, .43 to a truck and .30 to a motorcycle
    private const float AlsoMeant = 0.75f;
    private readonly int _aspect = AspectOf(Array.IndexOf(Similarities, Similarities.Max()));

    /// <summary>The place of the aspect that it is about.</summary>
    public int AspectIndex => _aspect;

    /// <summary>What it was understood as.</summary>
    public string Meaning => _aspect == Aspect.Named
        ? $"{Vocabulary.Kind}: {string.Join(", ", Vocabulary.Names.Where((_, i) => At(i) is not null))}"
        : $"{Aspect.All[_aspect].Name}: {Aspect.All[_aspect].Levels[Level][0]}";

    /// <summary>The redefinition, with what was said and understood.</summary>
    public Redefinition Redefinition => About with { Text = Said, Meaning = Meaning, Similarity = Similarities.Max() };

    private int Level => Array.IndexOf(Similarities, Similarities.Max()) - Aspect.First(_aspect);

    /// <summary>How similar it is to the words for a level of its aspect, or to a name; null where it does not hold there.</summary>
    public float? At(int level)
    {
        float similarity = Similarities[Aspect.First(_aspect) + level];
        return (_aspect == Aspect.Named ? similarity >= Similarities.Max() - ((1 - AlsoMeant) * MathF.Abs(Similarities.Max())) : Aspect.All[_aspect].Holds(Level, level)) ? similarity : null;
    }

    /// <summary>Understands a text.</summary>
    /// <exception cref="VadException">An option is out of its range, or the text is like none of the words.</exception>
    public static SpokenText Of(
        Redefinition about, TextRedefinition said, Vocabulary vocabulary, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed, bool anyText = false)
    {
        said.Validate();
        var text = new SpokenText(about, said, WordMeanings.Similarities(said.Text, vocabulary, embed), vocabulary);
        float most = text.Similarities.Max();
        return anyText || most >= said.Threshold
            ? text
            : throw new VadException(
                FormattableString.Invariant($"'{said.Text}' is like nothing that the model can tell: the nearest is {text.Meaning} with a similarity of {most:0.00}, at least {said.Threshold:0.00} is asked for; ")
                + $"{vocabulary.Advice}, or show an example.");
    }

    public void Write(BinaryWriter writer)
    {
        About.Write(writer);
        writer.Write(Said.Text);
        writer.Write(Said.Threshold);
        writer.Write(Said.Strength);
        writer.Write(Said.MinimumDuration.Ticks);
        writer.Write(Similarities.Length);
        foreach (float similarity in Similarities)
        {
            writer.Write(similarity);
        }

        Vocabulary.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">It knows other words than this version.</exception>
    public static SpokenText Read(BinaryReader reader, string kind)
    {
        Redefinition about = Redefinition.Read(reader);
        var said = new TextRedefinition(reader.ReadString(), about.As)
        {
            Threshold = reader.ReadDouble(),
            Strength = reader.ReadDouble(),
            MinimumDuration = TimeSpan.FromTicks(reader.ReadInt64()),
        };
        int levels = reader.ReadInt32();
        float[] similarities = [.. Enumerable.Range(0, Math.Max(0, levels)).Select(_ => reader.ReadSingle())];
        return Vocabulary.Read(reader, kind, levels - Aspect.LevelCount) is { } names
            ? new SpokenText(about, said, similarities, names)
            : throw new VadException($"'{said.Text}' was said in {levels} words, this version knows {Aspect.LevelCount}: undo it with the version that wrote the model, and say it again.");
    }

    private static int AspectOf(int level) => level >= Aspect.LevelCount ? Aspect.Named : Enumerable.Range(0, Aspect.All.Count).Last(aspect => Aspect.First(aspect) <= level);
}
