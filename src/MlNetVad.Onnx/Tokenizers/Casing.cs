using System.Text;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>Lower case, character by character as in the reference tokenizers: no rule looks at neighbours.</summary>
internal static class Casing
{
    /// <summary>Appends a character in lower case; the one that becomes two is the dotted capital I.</summary>
    public static void AppendLower(Rune rune, StringBuilder text)
    {
        if (rune.Value == 0x130)
        {
            text.Append("i\u0307");
        }
        else
        {
            text.Append(Rune.ToLowerInvariant(rune));
        }
    }
}
