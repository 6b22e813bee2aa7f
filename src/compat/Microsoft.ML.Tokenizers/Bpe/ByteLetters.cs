using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>
/// The letters that byte-level vocabularies write bytes with: a printable Latin-1 character stands for itself, each other
/// byte for the next character from U+0100 on (a space is 'Ġ').
/// </summary>
internal static class ByteLetters
{
    private static readonly char[] Letters = Build();
    private static readonly Dictionary<char, byte> Bytes = Enumerable.Range(0, 256).ToDictionary(b => Letters[b], b => (byte)b);

    /// <summary>The letter of a byte.</summary>
    public static char Of(byte value) => Letters[value];

    /// <summary>Appends the bytes that a token's letters stand for; what is no such letter counts as plain text.</summary>
    public static void AppendBytes(ReadOnlySpan<char> token, List<byte> bytes)
    {
        Span<byte> buffer = stackalloc byte[4];
        foreach (Rune rune in token.EnumerateRunes())
        {
            if (rune.IsBmp && Bytes.TryGetValue((char)rune.Value, out byte value))
            {
                bytes.Add(value);
            }
            else
            {
                int written = rune.EncodeToUtf8(buffer);
                bytes.AddRange(buffer[..written]);
            }
        }
    }

    private static char[] Build()
    {
        char[] letters = new char[256];
        char next = (char)256;
        for (int b = 0; b < 256; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            letters[b] = printable ? (char)b : next++;
        }

        return letters;
    }
}
