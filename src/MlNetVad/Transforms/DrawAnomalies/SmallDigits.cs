namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>The characters of a number as 3 × 5 dots: machines without a font can write scores too.</summary>
internal static class SmallDigits
{
    public const int Width = 3;

    public const int Height = 5;

    private const string Known = "0123456789.-";

    private static readonly string[] Dots =
    [
        "####.##.##.####", ".#.##..#..#.###", "###..#####..###", "###..####..####", "#.##.####..#..#", "####..###..####", "####..####.####",
        "###..#.#..#..#.", "####.#####.####", "####.####..####", ".............#.", "......###......",
    ];

    /// <summary>Whether a dot of a character is set, counted row by row.</summary>
    public static bool IsSet(char character, int dot) => Dots[Known.IndexOf(character, StringComparison.Ordinal)][dot] == '#';
}
