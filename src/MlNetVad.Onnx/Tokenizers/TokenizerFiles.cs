using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>
/// Makes the tokenizers of text encoders and captioners from the files that come with their networks. Everything that decides
/// the ids is given explicitly, so that they are those of the reference implementations whatever the library's defaults are.
/// </summary>
internal static partial class TokenizerFiles
{
    /// <summary>The words of Qwen2: contractions, letters with one sign before them, single digits, signs, line ends, white space.</summary>
    private const string Qwen2Words =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The words of CLIP: contractions, letters, single digits, signs; white space is none.</summary>
    private const string ClipWords = @"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+";

    /// <summary>Uncased BERT's tokenizer.</summary>
    /// <param name="vocabulary"><c>vocab.txt</c>: one token a line, with [UNK], [CLS], [SEP], [PAD] and [MASK].</param>
    /// <returns>A tokenizer that gives the ids of the reference implementation, with [CLS] and [SEP] unless told otherwise.</returns>
    /// <exception cref="VadException">The file is no such vocabulary.</exception>
    public static BertTokenizer Bert(ModelFile vocabulary) =>
        Made($"'{vocabulary.Name}'", () => BertTokenizer.Create(BertVocabulary.Read(vocabulary), new BertOptions
        {
            ApplyBasicTokenization = false,
            SplitOnSpecialTokens = false,
            Normalizer = new BertNormalizer(),
            PreTokenizer = new BertWords(),
        }));

    /// <summary>CLIP's tokenizer from one file.</summary>
    /// <param name="file">
    /// OpenAI's <c>bpe_simple_vocab_16e6.txt</c> (also compressed, <c>.gz</c>), or <c>merges.txt</c> or <c>tokenizer.json</c> as
    /// Hugging Face ships it.
    /// </param>
    /// <returns>A tokenizer without the tokens of start and end, which <see cref="ClipInput"/> adds.</returns>
    /// <exception cref="VadException">The file is none of these.</exception>
    public static BpeTokenizer Clip(ModelFile file) => Clip(ClipVocabulary.Read(file));

    /// <summary>CLIP's tokenizer from Hugging Face's two files.</summary>
    /// <param name="vocabulary"><c>vocab.json</c>.</param>
    /// <param name="merges"><c>merges.txt</c>.</param>
    /// <returns>A tokenizer without the tokens of start and end, which <see cref="ClipInput"/> adds.</returns>
    /// <exception cref="VadException">A file is damaged, or they do not belong together.</exception>
    public static BpeTokenizer Clip(ModelFile vocabulary, ModelFile merges) =>
        Clip(BpeVocabulary.Read(vocabulary, merges));

    /// <summary>Qwen2's tokenizer.</summary>
    /// <param name="vocabulary"><c>vocab.json</c>: byte-level tokens and their ids.</param>
    /// <param name="merges"><c>merges.txt</c>.</param>
    /// <param name="specialTokens">Tokens that are found whole in a text, such as <c>&lt;|im_start|&gt;</c>, and their ids.</param>
    /// <returns>A tokenizer that adds nothing to a text.</returns>
    /// <exception cref="VadException">A file is damaged, or they do not belong together.</exception>
    public static BpeTokenizer Qwen2(ModelFile vocabulary, ModelFile merges, IReadOnlyDictionary<string, int> specialTokens)
    {
        BpeVocabulary read = BpeVocabulary.Read(vocabulary, merges);
        read.CheckByteLevel(endOfWordSuffix: "");
        read.CheckSpecialTokens(specialTokens);
        return Made(read.Source, () => BpeTokenizer.Create(new BpeOptions(read.Tokens)
        {
            Merges = read.Merges,
            ByteLevel = true,
            SpecialTokens = specialTokens,
            Normalizer = new NfcNormalizer(),
            PreTokenizer = new RegexPreTokenizer(Qwen2Pattern(), specialTokens),
        }));
    }

    private static BpeTokenizer Clip(BpeVocabulary vocabulary)
    {
        vocabulary.CheckByteLevel(ClipVocabulary.EndOfWord);
        var special = ClipVocabulary.SpecialTokens(vocabulary);
        return Made(vocabulary.Source, () => BpeTokenizer.Create(new BpeOptions(vocabulary.Tokens)
        {
            Merges = vocabulary.Merges,
            ByteLevel = true,
            EndOfWordSuffix = ClipVocabulary.EndOfWord,
            SpecialTokens = special,
            Normalizer = new ClipNormalizer(),
            PreTokenizer = new RegexPreTokenizer(ClipPattern(), special),
        }));
    }

    // whatever the library does not like beyond what is checked before
    private static T Made<T>(string source, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is not (VadException or OutOfMemoryException))
        {
            throw new VadException($"No tokenizer can be made from {source} ({e.Message.Split('\n')[0].TrimEnd('.', '\r')}); give the files that came with the network.", e);
        }
    }

    [GeneratedRegex(Qwen2Words, RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Qwen2Pattern();

    [GeneratedRegex(ClipWords, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex ClipPattern();
}
