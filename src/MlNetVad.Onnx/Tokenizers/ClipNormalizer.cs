using System.Text;
using Microsoft.ML.Tokenizers;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>CLIP's cleaning: characters put together (NFC), runs of white space made one space, everything lower-cased.</summary>
internal sealed class ClipNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());

    /// <inheritdoc/>
    public override string Normalize(string original)
    {
        var text = new StringBuilder(original.Length);
        bool afterSpace = true;
        foreach (Rune rune in CanonicalForms.Compose(original).EnumerateRunes())
        {
            bool space = Rune.IsWhiteSpace(rune);
            if (!space)
            {
                Casing.AppendLower(rune, text);
            }
            else if (!afterSpace)
            {
                text.Append(' ');
            }

            afterSpace = space;
        }

        return text.ToString().TrimEnd(' ');
    }
}
