using Microsoft.ML.Tokenizers;

namespace Tokenizers.Conformance.Support;

/// <summary>A pre-tokenizer of one's own: everything between special tokens is one word.</summary>
internal sealed class WholeText(IReadOnlyDictionary<string, int> special) : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        int begin = 0;
        while (begin < text.Length)
        {
            var next = special.Keys.Select(k => (At: text.IndexOf(k, begin, StringComparison.Ordinal), k.Length)).Where(f => f.At >= 0).DefaultIfEmpty((text.Length, 0)).Min();
            if (next.Item1 > begin)
            {
                yield return (begin, next.Item1 - begin);
            }

            if (next.Item2 > 0)
            {
                yield return (next.Item1, next.Item2);
            }

            begin = next.Item1 + next.Item2;
        }
    }
}
