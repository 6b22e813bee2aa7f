namespace MlNetVad.Scoring;

/// <summary>A text that a model has understood: which level of which aspect it means, or which classes, and how similar it is to the words of each.</summary>
/// <param name="About">Who said what, and when.</param>
/// <param name="Said">The text and how it counts.</param>
/// <param name="Similarities">To each level of each aspect, and to each class.</param>
/// <param name="Classes">The names of the detector's classes; none where the model has no detector.</param>
internal sealed record SpokenText(Redefinition About, TextRedefinition Said, float[] Similarities, IReadOnlyList<string> Classes)
{
    // a class is meant along with the nearest one from this share of its similarity on: "a vehicle" is .52 to a car, .43 to a truck and .30 to a motorcycle
    private const float AlsoMeant = 0.75f;
    private const int MostClasses = 10_000;
    private readonly int _aspect = AspectOf(Array.IndexOf(Similarities, Similarities.Max()));

    /// <summary>The place of the aspect that it is about.</summary>
    public int AspectIndex => _aspect;

    /// <summary>What it was understood as.</summary>
    public string Meaning => _aspect == Aspect.Class
        ? $"class: {string.Join(", ", Classes.Where((_, id) => At(id) is not null))}"
        : $"{Aspect.All[_aspect].Name}: {Aspect.All[_aspect].Levels[Level][0]}";

    /// <summary>The redefinition, with what was said and understood.</summary>
    public Redefinition Redefinition => About with { Text = Said, Meaning = Meaning, Similarity = Similarities.Max() };

    private int Level => Array.IndexOf(Similarities, Similarities.Max()) - Aspect.First(_aspect);

    /// <summary>How similar it is to the words for a level of its aspect, or to a class; null where it does not hold there.</summary>
    public float? At(int level)
    {
        float similarity = Similarities[Aspect.First(_aspect) + level];
        return (_aspect == Aspect.Class ? similarity >= AlsoMeant * Similarities.Max() : Aspect.All[_aspect].Holds(Level, level)) ? similarity : null;
    }

    /// <summary>Understands a text.</summary>
    /// <exception cref="VadException">An option is out of its range, or the text is like none of the words.</exception>
    public static SpokenText Of(Redefinition about, TextRedefinition said, IReadOnlyList<string> classes, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed)
    {
        said.Validate();
        var text = new SpokenText(about, said, WordMeanings.Similarities(said.Text, classes, embed), classes);
        float most = text.Similarities.Max();
        return most >= said.Threshold
            ? text
            : throw new VadException(
                FormattableString.Invariant($"'{said.Text}' is like nothing that the model can tell: the nearest is {text.Meaning} with a similarity of {most:0.00}, at least {said.Threshold:0.00} is asked for; ")
                + $"say it in words of speed, size, posture or stay, such as 'something moves fast', {(classes.Count > 0 ? "name a class of the detector" : "train with a detector, whose classes are words too")}, or show an example.");
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

        foreach (string name in Classes)
        {
            writer.Write(name);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">It knows other words than this version.</exception>
    public static SpokenText Read(BinaryReader reader)
    {
        Redefinition about = Redefinition.Read(reader);
        var said = new TextRedefinition(reader.ReadString(), about.As)
        {
            Threshold = reader.ReadDouble(),
            Strength = reader.ReadDouble(),
            MinimumDuration = TimeSpan.FromTicks(reader.ReadInt64()),
        };
        int levels = reader.ReadInt32(), classes = levels - Aspect.LevelCount;
        return classes is >= 0 and <= MostClasses
            ? new SpokenText(about, said, [.. Enumerable.Range(0, levels).Select(_ => reader.ReadSingle())], [.. Enumerable.Range(0, classes).Select(_ => reader.ReadString())])
            : throw new VadException($"'{said.Text}' was said in {levels} words, this version knows {Aspect.LevelCount}: undo it with the version that wrote the model, and say it again.");
    }

    private static int AspectOf(int level) => level >= Aspect.LevelCount ? Aspect.Class : Enumerable.Range(0, Aspect.All.Count).Last(aspect => Aspect.First(aspect) <= level);
}
