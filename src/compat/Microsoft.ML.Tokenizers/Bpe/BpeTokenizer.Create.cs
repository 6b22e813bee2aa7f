namespace Microsoft.ML.Tokenizers;

public sealed partial class BpeTokenizer
{
    /// <summary>A tokenizer from files, with words and runs of what is neither word nor white space.</summary>
    public static BpeTokenizer Create(string vocabFile, string? mergesFile) => Create(vocabFile, mergesFile, preTokenizer: null);

    /// <summary>A tokenizer from files.</summary>
    public static BpeTokenizer Create(
        string vocabFile,
        string? mergesFile,
        PreTokenizer? preTokenizer = null,
        Normalizer? normalizer = null,
        IReadOnlyDictionary<string, int>? specialTokens = null,
        string? unknownToken = null,
        string? continuingSubwordPrefix = null,
        string? endOfWordSuffix = null,
        bool fuseUnknownTokens = false)
    {
        using var vocabulary = BpeFiles.Open(vocabFile);
        using var merges = mergesFile is null ? null : BpeFiles.Open(mergesFile);
        return Create(vocabulary, merges, preTokenizer, normalizer, specialTokens, unknownToken, continuingSubwordPrefix, endOfWordSuffix, fuseUnknownTokens);
    }

    /// <summary>A tokenizer from streams, with words and runs of what is neither word nor white space.</summary>
    public static BpeTokenizer Create(Stream vocabStream, Stream? mergesStream) => Create(vocabStream, mergesStream, preTokenizer: null);

    /// <summary>A tokenizer from streams.</summary>
    public static BpeTokenizer Create(
        Stream vocabStream,
        Stream? mergesStream,
        PreTokenizer? preTokenizer = null,
        Normalizer? normalizer = null,
        IReadOnlyDictionary<string, int>? specialTokens = null,
        string? unknownToken = null,
        string? continuingSubwordPrefix = null,
        string? endOfWordSuffix = null,
        bool fuseUnknownTokens = false) =>
        new(new BpeOptions(BpeFiles.Vocabulary(vocabStream))
        {
            Merges = BpeFiles.Merges(mergesStream),
            PreTokenizer = preTokenizer,
            Normalizer = normalizer,
            SpecialTokens = specialTokens,
            UnknownToken = unknownToken,
            ContinuingSubwordPrefix = continuingSubwordPrefix,
            EndOfWordSuffix = endOfWordSuffix,
            FuseUnknownTokens = fuseUnknownTokens,
        });

    /// <summary>A tokenizer from options.</summary>
    public static BpeTokenizer Create(BpeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new BpeTokenizer(options);
    }
}
