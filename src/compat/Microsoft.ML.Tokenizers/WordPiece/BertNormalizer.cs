using System.Globalization;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>
/// BERT's cleaning as the official library does it: control characters, line ends and tabs among them, are dropped, white space
/// becomes a space, Chinese characters get spaces around them, and what the options say is lower-cased or loses its accents.
/// </summary>
internal sealed class BertNormalizer(bool lowerCase, bool individuallyTokenizeCjk, bool removeNonSpacingMarks) : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());

    /// <inheritdoc/>
    public override string Normalize(string original)
    {
        var text = new StringBuilder(original.Length);
        foreach (Rune rune in original.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is 0 or 0xFFFD || category is UnicodeCategory.Control or UnicodeCategory.Format)
            {
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                text.Append(' ');
            }
            else if (individuallyTokenizeCjk && IsCjk(rune.Value))
            {
                text.Append(' ').Append(rune).Append(' ');
            }
            else
            {
                text.Append(lowerCase ? Rune.ToLowerInvariant(rune) : rune);
            }
        }

        return removeNonSpacingMarks ? WithoutMarks(text.ToString()) : text.ToString();
    }

    private static string WithoutMarks(string original)
    {
        var text = new StringBuilder(original.Length);
        foreach (Rune rune in original.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                text.Append(rune);
            }
        }

        return text.ToString().Normalize(NormalizationForm.FormC);
    }

    private static bool IsCjk(int value) => value
        is (>= 0x4E00 and <= 0x9FFF)
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B820 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x2F800 and <= 0x2FA1F);
}
