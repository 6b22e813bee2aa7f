using System.Text;
using Microsoft.ML.Tokenizers;

namespace Tokenizers.Conformance.Support;

/// <summary>Small tokenizers whose every id can be told by hand.</summary>
internal static class Small
{
    public static readonly Dictionary<string, int> Special = new() { ["<|end|>"] = 300 };

    /// <summary>The letters of the 256 bytes, their ids the bytes' values, and "he", "ll", "llo", "hello" from 256 on; "Ġw" is 260.</summary>
    public static BpeTokenizer Bytes(PreTokenizer? words = null) =>
        BpeTokenizer.Create(new BpeOptions(ByteVocabulary())
        {
            Merges = ["h e", "l l", "ll o", "he llo", "Ġ w"],
            ByteLevel = true,
            SpecialTokens = Special,
            PreTokenizer = words ?? new WholeText(Special),
        });

    /// <summary>The vocabulary of <see cref="Bytes"/>.</summary>
    public static Dictionary<string, int> ByteVocabulary()
    {
        var vocabulary = new Dictionary<string, int>();
        int next = 256;
        for (int b = 0; b < 256; b++)
        {
            bool printable = b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
            vocabulary[((char)(printable ? b : next++)).ToString()] = b;
        }

        foreach (string token in (string[])["he", "ll", "llo", "hello", "Ġw"])
        {
            vocabulary[token] = vocabulary.Count;
        }

        return vocabulary;
    }

    /// <summary>BERT's tokenizer of the five special tokens, 0 to 4, and some words from 5 on.</summary>
    public static BertTokenizer Bert(BertOptions? options, params string[] words) =>
        BertTokenizer.Create(Lines(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words]), options);

    /// <summary>A stream of lines.</summary>
    public static MemoryStream Lines(params string[] lines) => Text(string.Join('\n', lines));

    /// <summary>A stream of a text.</summary>
    public static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
