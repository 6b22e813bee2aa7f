using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using MlNetVad.TestSupport;

namespace Tokenizers.Conformance.Support;

/// <summary>Tokenizers of the published vocabularies; the test is skipped where the data are absent.</summary>
internal static partial class RealTokenizers
{
    public static readonly Dictionary<string, int> Qwen2Special = new()
    {
        ["<|endoftext|>"] = 151643,
        ["<|im_start|>"] = 151644,
        ["<|im_end|>"] = 151645,
    };

    public static readonly Dictionary<string, int> ClipSpecial = new()
    {
        ["<|startoftext|>"] = 49406,
        ["<|endoftext|>"] = 49407,
    };

    private static readonly Lazy<BpeTokenizer> LazyQwen2 = new(CreateQwen2);
    private static readonly Lazy<BpeTokenizer> LazyClip = new(CreateClip);
    private static readonly Lazy<BertTokenizer> LazyBert =
        new(() => BertTokenizer.Create(TestData.Require("tokenizers/bert-base-uncased-vocab.txt")));

    public static BpeTokenizer Qwen2 => LazyQwen2.Value;

    public static BpeTokenizer Clip => LazyClip.Value;

    public static BertTokenizer Bert => LazyBert.Value;

    private static BpeTokenizer CreateQwen2() =>
        BpeTokenizer.Create(new BpeOptions(TestData.Require("tokenizers/qwen2.vocab.json"), TestData.Require("tokenizers/qwen2.merges.txt"))
        {
            ByteLevel = true,
            SpecialTokens = Qwen2Special,
            PreTokenizer = new RegexPreTokenizer(Qwen2Words(), Qwen2Special),
        });

    // 256 letters, the same at the end of a word, the merges, two special tokens
    private static BpeTokenizer CreateClip()
    {
        using var file = new GZipStream(File.OpenRead(TestData.Require("tokenizers/bpe_simple_vocab_16e6.txt.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file, Encoding.UTF8);
        string[] merges = [.. reader.ReadToEnd().Split('\n').Skip(1).Take(49152 - 256 - 2)];
        string[] letters = [.. ByteLetters()];
        string[] tokens = [.. letters, .. letters.Select(l => l + "</w>"), .. merges.Select(m => m.Replace(" ", "", StringComparison.Ordinal)), .. ClipSpecial.Keys];
        return BpeTokenizer.Create(new BpeOptions(tokens.Select((t, i) => KeyValuePair.Create(t, i)))
        {
            Merges = merges,
            ByteLevel = true,
            EndOfWordSuffix = "</w>",
            SpecialTokens = ClipSpecial,
            Normalizer = LowerCaseNormalizer.Instance,
            PreTokenizer = new RegexPreTokenizer(ClipWords(), ClipSpecial),
        });
    }

    // the printable bytes first, then those that are written with a letter from U+0100 on
    private static IEnumerable<string> ByteLetters()
    {
        static bool Printable(int b) => b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
        var bytes = Enumerable.Range(0, 256).ToArray();
        return bytes.Where(Printable).Select(b => ((char)b).ToString())
            .Concat(bytes.Where(b => !Printable(b)).Select((_, i) => ((char)(256 + i)).ToString()));
    }

    [GeneratedRegex(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Qwen2Words();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex ClipWords();
}
