namespace MlNetVad.Transforms.SceneCaption;

/// <summary>Every word a caption can have, each list from the least to the largest.</summary>
internal static class Vocabulary
{
    /// <summary>The caption of a scene without objects.</summary>
    public const string Nothing = "Nothing moves.";

    /// <summary>Shapes a step away from the usual one: narrow or wide, low or tall.</summary>
    private const int ShapeKinds = 4;

    /// <summary>Sizes, of the box's area.</summary>
    public static IReadOnlyList<string> Sizes { get; } = ["tiny", "small", "medium-sized", "large", "very large", "huge"];

    /// <summary>The <see cref="Sizes"/>, one word each where it can be.</summary>
    public static IReadOnlyList<string> ShortSizes { get; } = [.. Sizes.Select(size => size.Replace("-sized", "", StringComparison.Ordinal))];

    /// <summary>The usual one of the <see cref="Sizes"/>.</summary>
    public const int UsualSize = 2;

    /// <summary>The first of the <see cref="Sizes"/> beyond the 99.9 % quantile of normal objects.</summary>
    public const int FirstRareSize = 4;

    /// <summary>Speeds as they are named to people.</summary>
    public static IReadOnlyList<string> Speeds { get; } = ["still", "slow", "walking", "brisk", "fast", "very fast", "extremely fast"];

    /// <summary>The usual one of the <see cref="Speeds"/>.</summary>
    public const int UsualSpeed = 2;

    /// <summary>The first of the <see cref="Speeds"/> beyond the 99.9 % quantile of normal objects.</summary>
    public const int FirstRareSpeed = 5;

    /// <summary>Shapes, of width over height; the usual one has no word.</summary>
    public static IReadOnlyList<string> Aspects { get; } = Steps("narrow", "wide");

    /// <summary>Shapes, of the height; the usual one has no word.</summary>
    public static IReadOnlyList<string> Heights { get; } = Steps("low", "tall");

    /// <summary>Directions on the picture, clockwise from the right.</summary>
    public static IReadOnlyList<string> Directions { get; } =
        ["right", "down-right", "down", "down-left", "left", "up-left", "up", "up-right"];

    /// <summary>The first of the <see cref="Shapes"/> beyond the 99.9 % quantile of normal objects: only those are worth a word in a whole scene.</summary>
    public const int FirstRareShape = 1 + ShapeKinds;

    /// <summary>Aspects and heights in one list, the usual one first, the most unusual last.</summary>
    public static IReadOnlyList<string> Shapes { get; } =
    [
        "",
        "narrow", "wide", "low", "tall",
        "very narrow", "very wide", "very low", "very tall",
        "extremely narrow", "extremely wide", "extremely low", "extremely tall",
    ];

    /// <summary>What one object does at each speed, what several do, and what one is doing.</summary>
    public static IReadOnlyList<(string One, string Several, string Ongoing)> Verbs { get; } =
    [
        ("stands still", "stand still", "standing still"),
        ("moves slowly", "move slowly", "moving slowly"),
        ("walks", "walk", "walking"),
        ("walks briskly", "walk briskly", "walking briskly"),
        ("moves fast", "move fast", "moving fast"),
        ("moves very fast", "move very fast", "moving very fast"),
        ("moves extremely fast", "move extremely fast", "moving extremely fast"),
    ];

    /// <summary>The small, medium or large size that stands for a size where many objects are summed up.</summary>
    public static int CoarseSize(int size) => Math.Clamp(size, UsualSize - 1, UsualSize + 1);

    /// <summary>The speed that stands for another where many objects are summed up: moving slowly, walking or moving fast.</summary>
    public static int CoarseSpeed(int speed) => speed switch
    {
        <= UsualSpeed => speed,
        UsualSpeed + 1 => UsualSpeed,
        _ => UsualSpeed + 2,
    };

    /// <summary>A number of objects in words.</summary>
    public static string Count(int count) => count switch
    {
        1 => "One",
        2 => "Two",
        < 5 => "A few",
        < 10 => "Several",
        _ => "Many",
    };

    /// <summary>The direction of a velocity.</summary>
    /// <param name="u">Rightward.</param>
    /// <param name="v">Downward.</param>
    /// <returns>An index into <see cref="Directions"/>.</returns>
    public static int Direction(float u, float v) =>
        ((int)MathF.Round(MathF.Atan2(v, u) * (Directions.Count / (2 * MathF.PI))) + Directions.Count) % Directions.Count;

    /// <summary>The more unusual of an aspect and a height; of two equally unusual ones the aspect.</summary>
    /// <param name="aspect">An index into <see cref="Aspects"/>.</param>
    /// <param name="height">An index into <see cref="Heights"/>.</param>
    /// <returns>An index into <see cref="Shapes"/>.</returns>
    public static int Shape(int aspect, int height)
    {
        int usual = Aspects.Count / 2;
        (int wider, int taller) = (aspect - usual, height - usual);
        int steps = Math.Max(Math.Abs(wider), Math.Abs(taller));
        if (steps == 0)
        {
            return 0;
        }

        bool isAspect = Math.Abs(wider) == steps;
        int sign = isAspect ? wider : taller;
        return 1 + ((steps - 1) * ShapeKinds) + (isAspect ? 0 : 2) + (sign > 0 ? 1 : 0);
    }

    private static string[] Steps(string less, string more) =>
        [$"extremely {less}", $"very {less}", less, "usual", more, $"very {more}", $"extremely {more}"];
}
