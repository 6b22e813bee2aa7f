using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>
/// Unicode's canonical forms NFD and NFC (Unicode Standard Annex #15). <see cref="string.Normalize()"/> does nothing where
/// globalization is invariant, as in this project's programs, and a tokenizer has to give the same ids everywhere.
/// </summary>
internal static class CanonicalForms
{
    private static readonly char[] Separators = [' ', '\n', '\r'];
    private static readonly Dictionary<int, int[]> Decompositions = [];
    private static readonly Dictionary<(int First, int Second), int> Compositions = [];
    private static readonly Dictionary<int, int> Classes = [];

    static CanonicalForms()
    {
        foreach (string entry in CanonicalData.Decompositions.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            int sign = entry.AsSpan().IndexOfAny('=', '>');
            int whole = Hex(entry[..sign]);
            int[] parts = [.. entry[(sign + 1)..].Split('+').Select(Hex)];
            Decompositions[whole] = parts;
            if (entry[sign] == '=')
            {
                Compositions[(parts[0], parts[1])] = whole;
            }
        }

        foreach (string entry in CanonicalData.CombiningClasses.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = entry.Split('-', ':');
            for (int c = Hex(parts[0]); c <= Hex(parts[1]); c++)
            {
                Classes[c] = int.Parse(parts[2], CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Every character taken apart, marks in canonical order; a lone surrogate becomes U+FFFD.</summary>
    public static string Decompose(string text)
    {
        if (IsBelow(text, 0xC0))
        {
            return text;
        }

        return ToText(Decomposed(text));
    }

    /// <summary>Characters put together as far as they go; a lone surrogate becomes U+FFFD.</summary>
    public static string Compose(string text)
    {
        if (IsBelow(text, 0x300))
        {
            return text;
        }

        List<int> characters = Decomposed(text);
        var composed = new List<int>(characters.Count);
        int starter = -1;
        int lastClass = 0;
        foreach (int character in characters)
        {
            int own = Class(character);

            // a mark of the same or a higher class in between keeps a mark away from its starter
            bool reaches = starter >= 0 && (starter == composed.Count - 1 || (lastClass != 0 && lastClass < own));
            if (reaches && Pair(composed[starter], character) is { } whole)
            {
                composed[starter] = whole;
                continue;
            }

            if (own == 0)
            {
                starter = composed.Count;
            }

            lastClass = own;
            composed.Add(character);
        }

        return ToText(composed);
    }

    private static List<int> Decomposed(string text)
    {
        var characters = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Append(rune.Value, characters);
        }

        for (int i = 0; i < characters.Count; i++)
        {
            int first = i;
            while (i < characters.Count && Class(characters[i]) != 0)
            {
                i++;
            }

            if (i - first > 1)
            {
                // a stable sort
                int[] marks = [.. characters[first..i].OrderBy(Class)];
                marks.CopyTo(CollectionsMarshal.AsSpan(characters)[first..i]);
            }
        }

        return characters;
    }

    private static void Append(int character, List<int> characters)
    {
        if (Hangul.IsSyllable(character))
        {
            Hangul.Append(character, characters);
        }
        else if (character >= 0xC0 && Decompositions.TryGetValue(character, out int[]? parts))
        {
            foreach (int part in parts)
            {
                Append(part, characters);
            }
        }
        else
        {
            characters.Add(character);
        }
    }

    private static int? Pair(int first, int second) =>
        Compositions.TryGetValue((first, second), out int whole) ? whole : Hangul.Compose(first, second);

    private static int Class(int character) => character >= 0x300 && Classes.TryGetValue(character, out int value) ? value : 0;

    private static bool IsBelow(string text, int limit) => !text.AsSpan().ContainsAnyExceptInRange('\0', (char)(limit - 1));

    private static string ToText(List<int> characters)
    {
        var text = new StringBuilder(characters.Count);
        foreach (int character in characters)
        {
            text.Append(new Rune(character));
        }

        return text.ToString();
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
