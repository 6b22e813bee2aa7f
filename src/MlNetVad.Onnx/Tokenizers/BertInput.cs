using System.Text;
using Microsoft.ML.Tokenizers;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>What a BERT encoder reads: [CLS], text, [SEP]; however long the text, the tokenizer sees a bounded part of it.</summary>
internal static class BertInput
{
    /// <summary>What is left of a longer word: one character more than the tokenizer spells (100), so that it stays unknown.</summary>
    public const int LongestWord = 101;

    private static readonly BertNormalizer Normalizer = new();
    private static readonly BertWords Words = new();

    /// <summary>The ids of a text; what goes beyond the longest length is cut off, and [SEP] stays.</summary>
    /// <param name="tokenizer">A tokenizer of <see cref="TokenizerFiles.Bert"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">How many ids are wanted at most, at least 2.</param>
    public static IReadOnlyList<int> Of(BertTokenizer tokenizer, string text, int length) =>
    [
        tokenizer.ClassificationTokenId,
        .. tokenizer.EncodeToIds(Bound(text, length), addSpecialTokens: false, considerNormalization: false).Take(length - 2),   // the library's own limit leaves out whole words
        tokenizer.SeparatorTokenId,
    ];

    /// <summary>
    /// The cleaned text's first words, at most <paramref name="length"/> × (<see cref="LongestWord"/> + 1) characters. Each word has a
    /// token at least, and a word that is too long has one, so what is left out cannot change the first tokens.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How many tokens matter.</param>
    public static string Bound(string text, int length)
    {
        string clean = Normalizer.Normalize(text);
        if (clean.Length <= length)
        {
            return clean;
        }

        var bounded = new StringBuilder();
        foreach ((int offset, int count) in Words.PreTokenize(clean).Take(length))
        {
            bounded.Append(clean, offset, Math.Min(count, LongestWord)).Append(' ');
        }

        return bounded.ToString();
    }
}
