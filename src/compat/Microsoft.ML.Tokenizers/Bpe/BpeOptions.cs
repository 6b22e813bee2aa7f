namespace Microsoft.ML.Tokenizers;

/// <summary>What a <see cref="BpeTokenizer"/> is made of.</summary>
public sealed class BpeOptions
{
    /// <summary>Options with a vocabulary.</summary>
    public BpeOptions(IEnumerable<KeyValuePair<string, int>> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
    }

    /// <summary>Options with a vocabulary and merges from files.</summary>
    /// <param name="vocabFile">A JSON file, token to id.</param>
    /// <param name="mergesFile">A text file, one merge a line, or null.</param>
    public BpeOptions(string vocabFile, string? mergesFile = null)
    {
        using (var vocabulary = BpeFiles.Open(vocabFile))
        {
            Vocabulary = BpeFiles.Vocabulary(vocabulary);
        }

        if (mergesFile is not null)
        {
            using var merges = BpeFiles.Open(mergesFile);
            Merges = BpeFiles.Merges(merges);
        }
    }

    /// <summary>The tokens and their ids.</summary>
    public IEnumerable<KeyValuePair<string, int>> Vocabulary { get; }

    /// <summary>The merges, the earliest first: two tokens with a space between them.</summary>
    public IEnumerable<string>? Merges { get; set; }

    /// <summary>Texts that are one token whatever stands around them; the pre-tokenizer has to know them as well.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; set; }

    /// <summary>What changes the text before it is split.</summary>
    public Normalizer? Normalizer { get; set; }

    /// <summary>What splits the text into words; null means words and runs of what is neither word nor white space.</summary>
    public PreTokenizer? PreTokenizer { get; set; }

    /// <summary>The token of what the vocabulary lacks; without one it is left out.</summary>
    public string? UnknownToken { get; set; }

    /// <summary>Whether unknown characters beside each other make one token.</summary>
    public bool FuseUnknownTokens { get; set; }

    /// <summary>What every token has in front that does not begin a word.</summary>
    public string? ContinuingSubwordPrefix { get; set; }

    /// <summary>What every token has behind it that ends a word.</summary>
    public string? EndOfWordSuffix { get; set; }

    /// <summary>Whether the vocabulary is one of bytes, written with <c>Ġ</c> for a space and so on.</summary>
    public bool ByteLevel { get; set; }

    /// <summary>A token that stands before every text.</summary>
    public string? BeginningOfSentenceToken { get; set; }

    /// <summary>A token that stands behind every text.</summary>
    public string? EndOfSentenceToken { get; set; }
}
