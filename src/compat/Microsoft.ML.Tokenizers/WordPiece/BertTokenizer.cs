namespace Microsoft.ML.Tokenizers;

/// <summary>BERT's tokenizer: WordPiece with cleaning, and the tokens that BERT expects around a text.</summary>
public sealed partial class BertTokenizer : WordPieceTokenizer
{
    private BertTokenizer(Dictionary<string, int> vocabulary, WordPieceOptions wordPiece, BertOptions options)
        : base(vocabulary, wordPiece)
    {
        ApplyBasicTokenization = options.ApplyBasicTokenization;
        LowerCaseBeforeTokenization = options.LowerCaseBeforeTokenization;
        SplitOnSpecialTokens = options.SplitOnSpecialTokens;
        IndividuallyTokenizeCjk = options.IndividuallyTokenizeCjk;
        RemoveNonSpacingMarks = options.RemoveNonSpacingMarks;
        ClassificationToken = options.ClassificationToken;
        SeparatorToken = options.SeparatorToken;
        PaddingToken = options.PaddingToken;
        MaskingToken = options.MaskingToken;
        ClassificationTokenId = RequiredId(vocabulary, ClassificationToken, "classification");
        SeparatorTokenId = RequiredId(vocabulary, SeparatorToken, "separator");
        PaddingTokenId = RequiredId(vocabulary, PaddingToken, "padding");
        MaskingTokenId = RequiredId(vocabulary, MaskingToken, "masking");
    }

    /// <summary>Whether the text is cleaned and split at punctuation.</summary>
    public bool ApplyBasicTokenization { get; }

    /// <summary>Whether the text is lower-cased.</summary>
    public bool LowerCaseBeforeTokenization { get; }

    /// <summary>Whether special tokens in the text are found.</summary>
    public bool SplitOnSpecialTokens { get; }

    /// <summary>Whether each Chinese character is a word.</summary>
    public bool IndividuallyTokenizeCjk { get; }

    /// <summary>Whether accents are removed.</summary>
    public bool RemoveNonSpacingMarks { get; }

    /// <summary>The token before the first text.</summary>
    public string ClassificationToken { get; }

    /// <summary>Its id.</summary>
    public int ClassificationTokenId { get; }

    /// <summary>The token behind each text.</summary>
    public string SeparatorToken { get; }

    /// <summary>Its id.</summary>
    public int SeparatorTokenId { get; }

    /// <summary>The token that fills up.</summary>
    public string PaddingToken { get; }

    /// <summary>Its id.</summary>
    public int PaddingTokenId { get; }

    /// <summary>The token that hides a word.</summary>
    public string MaskingToken { get; }

    /// <summary>Its id.</summary>
    public int MaskingTokenId { get; }

    /// <summary>A tokenizer from a file of one token a line.</summary>
    public static BertTokenizer Create(string vocabFilePath, BertOptions? options = null)
    {
        using var stream = BpeFiles.Open(vocabFilePath);
        return Create(stream, options);
    }

    /// <summary>A tokenizer from a stream of one token a line.</summary>
    public static BertTokenizer Create(Stream vocabStream, BertOptions? options = null)
    {
        options ??= new BertOptions();
        var vocabulary = WordPieceFiles.Vocabulary(vocabStream);
        var special = SpecialTokensOf(vocabulary, options);
        return new BertTokenizer(vocabulary, WordPieceOf(options, special), options);
    }

    private static WordPieceOptions WordPieceOf(BertOptions options, Dictionary<string, int> special)
    {
        var inText = options.SplitOnSpecialTokens ? special : null;
        return new WordPieceOptions
        {
            UnknownToken = options.UnknownToken,
            ContinuingSubwordPrefix = options.ContinuingSubwordPrefix,
            MaxInputCharsPerWord = options.MaxInputCharsPerWord,
            SpecialTokens = special,
            Normalizer = options.Normalizer
                ?? (options.ApplyBasicTokenization
                    ? new BertNormalizer(options.LowerCaseBeforeTokenization, options.IndividuallyTokenizeCjk, options.RemoveNonSpacingMarks)
                    : null),
            PreTokenizer = options.PreTokenizer
                ?? (options.ApplyBasicTokenization ? PreTokenizer.CreateWordOrPunctuation(inText) : PreTokenizer.CreateWhiteSpace(inText)),
        };
    }

    // in a text that is lower-cased before it is split, the special tokens are lower-case as well
    private static Dictionary<string, int> SpecialTokensOf(Dictionary<string, int> vocabulary, BertOptions options)
    {
        bool lowered = options.SplitOnSpecialTokens && options.ApplyBasicTokenization && options.LowerCaseBeforeTokenization;
        string[] own = [options.UnknownToken, options.SeparatorToken, options.PaddingToken, options.ClassificationToken, options.MaskingToken];
        var special = new Dictionary<string, int>();
        foreach (var (token, id) in (options.SpecialTokens ?? new Dictionary<string, int>()).Concat(own.Where(vocabulary.ContainsKey).Select(t => KeyValuePair.Create(t, vocabulary[t]))))
        {
            special[lowered ? token.ToLowerInvariant() : token] = id;
        }

        return special;
    }
}
