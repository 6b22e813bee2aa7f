namespace MlNetVad.Onnx.Tokenizers;

/// <summary>
/// The letters that byte-level vocabularies (GPT-2's and its descendants') write bytes with: a printable Latin-1 character stands
/// for itself, each other byte for the next character from U+0100 on.
/// </summary>
internal static class ByteLetters
{
    /// <summary>The letters in the order of CLIP's vocabulary: the bytes that stand for themselves, then the others.</summary>
    public static IReadOnlyList<char> InOrder { get; } =
        [.. Bytes().Where(IsPrintable).Select(b => (char)b), .. Bytes().Where(b => !IsPrintable(b)).Select((_, i) => (char)(256 + i))];

    /// <summary>The letters of the bytes that occur in UTF-8, by byte.</summary>
    public static IEnumerable<(int Byte, char Letter)> OfUtf8()
    {
        int next = 256;
        foreach (int b in Bytes())
        {
            char letter = IsPrintable(b) ? (char)b : (char)next++;
            if (b is not (0xC0 or 0xC1 or > 0xF4))
            {
                yield return (b, letter);
            }
        }
    }

    private static IEnumerable<int> Bytes() => Enumerable.Range(0, 256);

    private static bool IsPrintable(int b) => b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
}
