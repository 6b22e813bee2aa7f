namespace MlNetVad.Scoring;

/// <summary>Something that can be said of every thing, in words for growing values: what the model measures, as people say it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Usual">The level of normal life.</param>
/// <param name="Levels">The words of each level, one beside the other.</param>
internal sealed record Aspect(string Name, int Usual, IReadOnlyList<IReadOnlyList<string>> Levels)
{
    /// <summary>Every aspect, in the order in which they are kept.</summary>
    public static IReadOnlyList<Aspect> All { get; } =
    [
        new("speed", 1, [["moves slowly", "walks slowly"], ["walks", "moves at the usual speed"], ["walks quickly", "hurries"], ["moves fast", "runs", "races"]]),
        new("size", 1, [["is small", "is tiny"], ["is of medium size", "is of the usual size"], ["is large", "is big"], ["is very large", "is huge"]]),
        new("posture", 0, [["stands upright", "is upright"], ["lies on the ground", "has fallen down"]]),
        new("stay", 0, [["passes by", "goes past"], ["stands still", "waits"], ["stays for a long time", "loiters", "is left behind"]]),
    ];

    public const int Speed = 0, Size = 1, Posture = 2, Stay = 3;

    /// <summary>The place behind all of them: what a thing is or does, by the names of a <see cref="Vocabulary"/>, which have no order.</summary>
    public const int Named = 4;

    /// <summary>Levels of all aspects together.</summary>
    public static int LevelCount { get; } = All.Sum(aspect => aspect.Levels.Count);

    /// <summary>Where an aspect's levels begin among those of all.</summary>
    public static int First(int aspect) => All.Take(aspect).Sum(before => before.Levels.Count);

    /// <summary>Whether what is said of a level holds at another: what is huge is large too, and what lies out from the usual on the same side.</summary>
    public bool Holds(int said, int level) => said == Usual ? level == said : said > Usual ? level >= said : level <= said;
}
