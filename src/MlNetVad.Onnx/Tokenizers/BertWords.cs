using Microsoft.ML.Tokenizers;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>
/// BERT's words: what white space and punctuation separate, each punctuation mark a word of its own. Every ASCII character that
/// is neither letter nor digit counts as punctuation; the library's own form (2.0) drops such symbols and keeps '_' in words.
/// </summary>
internal sealed class BertWords : PreTokenizer
{
    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        int begin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool mark = IsMark(text[i]);
            if (!mark && !char.IsWhiteSpace(text[i]))
            {
                continue;
            }

            if (i > begin)
            {
                yield return (begin, i - begin);
            }

            if (mark)
            {
                yield return (i, 1);
            }

            begin = i + 1;
        }

        if (text.Length > begin)
        {
            yield return (begin, text.Length - begin);
        }
    }

    private static bool IsMark(char c) => char.IsPunctuation(c) || (c is > ' ' and < '\x7F' && !char.IsAsciiLetterOrDigit(c));
}
