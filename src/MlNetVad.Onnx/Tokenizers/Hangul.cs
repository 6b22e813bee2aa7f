namespace MlNetVad.Onnx.Tokenizers;

/// <summary>Hangul syllables and the letters that they are made of (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11A7;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int LeadingCount = 19;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>Whether a character is a syllable.</summary>
    public static bool IsSyllable(int character) => character is >= Syllables and < Syllables + SyllableCount;

    /// <summary>Appends the two or three letters of a syllable.</summary>
    public static void Append(int syllable, List<int> characters)
    {
        int index = syllable - Syllables;
        characters.Add(Leading + (index / (VowelCount * TrailingCount)));
        characters.Add(Vowels + (index / TrailingCount % VowelCount));
        if (index % TrailingCount is > 0 and var trailing)
        {
            characters.Add(Trailing + trailing);
        }
    }

    /// <summary>The syllable of two letters, or of a syllable and a letter; null where they make none.</summary>
    public static int? Compose(int first, int second)
    {
        if (first is >= Leading and < Leading + LeadingCount && second is >= Vowels and < Vowels + VowelCount)
        {
            return Syllables + ((((first - Leading) * VowelCount) + second - Vowels) * TrailingCount);
        }

        bool open = IsSyllable(first) && (first - Syllables) % TrailingCount == 0;
        return open && second is > Trailing and < Trailing + TrailingCount ? first + second - Trailing : null;
    }
}
