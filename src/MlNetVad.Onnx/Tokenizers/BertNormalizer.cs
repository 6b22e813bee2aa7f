using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>
/// The cleaning of uncased BERT (Devlin et al. 2019, tokenization.py): control characters are dropped, white space becomes a
/// space, Chinese characters get spaces around them, accents are removed, everything is lower-cased. The library's own form
/// (2.0) joins the words around a line end and removes no accents where globalization is invariant.
/// </summary>
internal sealed class BertNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());

    /// <inheritdoc/>
    public override string Normalize(string original)
    {
        var text = new StringBuilder(original.Length);
        foreach (Rune rune in CanonicalForms.Decompose(Clean(original)).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                Casing.AppendLower(rune, text);
            }
        }

        return text.ToString();
    }

    private static string Clean(string original)
    {
        var text = new StringBuilder(original.Length);
        foreach (Rune rune in original.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r')
            {
                text.Append(' ');
            }
            else if (rune.Value == 0xFFFD || IsControl(rune))
            {
                continue;
            }
            else if (IsChinese(rune.Value))
            {
                text.Append(' ').Append(rune).Append(' ');
            }
            else
            {
                text.Append(Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune);
            }
        }

        return text.ToString();
    }

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned;

    // ideographs only: Hangul, Hiragana and Katakana are written with spaces or as words
    private static bool IsChinese(int character) => character
        is (>= 0x4E00 and <= 0x9FFF)
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x2F800 and <= 0x2FA1F);
}
