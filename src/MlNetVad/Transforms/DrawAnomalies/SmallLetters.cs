namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>Capital letters, digits and a few signs as 3 × 5 dots: machines without a font can write scores and sentences too.</summary>
internal static class SmallLetters
{
    public const int Width = 3;

    public const int Height = 5;

    private const string Known = "0123456789.-ABCDEFGHIJKLMNOPQRSTUVWXYZ,:%/'";

    private static readonly string[] Dots =
    [
        "####.##.##.####", ".#.##..#..#.###", "###..#####..###", "###..####..####", "#.##.####..#..#", "####..###..####", "####..####.####",
        "###..#.#..#..#.", "####.#####.####", "####.####..####", ".............#.", "......###......",
        ".#.#.#####.##.#", "##.#.###.#.###.", ".###..#..#...##", "##.#.##.##.###.", "####..##.#..###", "####..##.#..#..", ".###..#.##.#.##",
        "#.##.#####.##.#", "###.#..#..#.###", "..#..#..##.#.#.", "#.##.###.#.##.#", "#..#..#..#..###", "#.########.##.#", "##.#.##.##.##.#",
        ".#.#.##.##.#.#.", "##.#.###.#..#..", ".#.#.##.###..##", "##.#.###.#.##.#", ".###...#...###.", "###.#..#..#..#.", "#.##.##.##.####",
        "#.##.##.##.#.#.", "#.##.########.#", "#.##.#.#.#.##.#", "#.##.#.#..#..#.", "###..#.#.#..###",
        "..........#.#..", "....#.....#....", "#.#..#.#.#..#.#", "..#..#.#.#..#..", ".#..#..........",
    ];

    /// <summary>Whether a dot of a character is set, counted row by row; what is not known is blank.</summary>
    public static bool IsSet(char character, int dot) =>
        Known.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal) is >= 0 and int index && Dots[index][dot] == '#';
}
