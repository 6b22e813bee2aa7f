using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>WordPiece: each word is spelt with the longest tokens.</summary>
public partial class WordPieceTokenizer : Tokenizer
{
    private readonly TextEncoder _encoder;
    private readonly WordPieceDecoder _decoder;

    internal WordPieceTokenizer(Dictionary<string, int> vocabulary, WordPieceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.UnknownToken);
        ArgumentNullException.ThrowIfNull(options.ContinuingSubwordPrefix);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxInputCharsPerWord);
        UnknownToken = options.UnknownToken;
        UnknownTokenId = RequiredId(vocabulary, options.UnknownToken, "unknown");
        ContinuingSubwordPrefix = options.ContinuingSubwordPrefix;
        MaxInputCharsPerWord = options.MaxInputCharsPerWord;
        SpecialTokens = options.SpecialTokens;
        Normalizer = options.Normalizer;
        PreTokenizer = options.PreTokenizer ?? PreTokenizer.CreateWhiteSpace(options.SpecialTokens);
        var model = new WordPieceModel(vocabulary, SpecialTokens, UnknownTokenId, ContinuingSubwordPrefix, MaxInputCharsPerWord);
        _encoder = new TextEncoder(Normalizer, PreTokenizer, model);
        _decoder = new WordPieceDecoder(vocabulary, SpecialTokens, ContinuingSubwordPrefix);
    }

    /// <summary>The token of a word that the vocabulary cannot spell.</summary>
    public string UnknownToken { get; }

    /// <summary>Its id.</summary>
    public int UnknownTokenId { get; }

    /// <summary>What every token has in front that does not begin a word.</summary>
    public string ContinuingSubwordPrefix { get; }

    /// <summary>A longer word is unknown.</summary>
    public int MaxInputCharsPerWord { get; }

    /// <summary>Texts that are one token whatever stands around them.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    /// <inheritdoc/>
    public override PreTokenizer? PreTokenizer { get; }

    /// <inheritdoc/>
    public override Normalizer? Normalizer { get; }

    /// <summary>A tokenizer from a file of one token a line.</summary>
    public static WordPieceTokenizer Create(string vocabFilePath, WordPieceOptions? options = null)
    {
        using var stream = BpeFiles.Open(vocabFilePath);
        return Create(stream, options);
    }

    /// <summary>A tokenizer from a stream of one token a line.</summary>
    public static WordPieceTokenizer Create(Stream vocabStream, WordPieceOptions? options = null) =>
        new(WordPieceFiles.Vocabulary(vocabStream), options ?? new WordPieceOptions());

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        _encoder.Encode(text, textSpan, settings, settings.MaxTokenCount).ToTokens(default, _decoder.Token);

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        _encoder.Encode(text, textSpan, settings, settings.MaxTokenCount).ToIds(default);

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        _encoder.Encode(text, textSpan, settings, settings.MaxTokenCount).Count;

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text,
        ReadOnlySpan<char> textSpan,
        EncodeSettings settings,
        bool fromEnd,
        out string? normalizedText,
        out int tokenCount)
    {
        var encoded = _encoder.Encode(text, textSpan, settings, settings.MaxTokenCount, fromEnd);
        normalizedText = encoded.NormalizedText;
        tokenCount = encoded.Count;
        return encoded.Index(fromEnd);
    }

    /// <inheritdoc/>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, skipSpecialTokens: false);

    /// <summary>The text of tokens, words separated by spaces; ids that the vocabulary lacks are passed over.</summary>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return DecodedChunk.Join(_decoder.Chunks(ids, skipSpecialTokens));
    }

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten) =>
        Decode(ids, destination, skipSpecialTokens: false, out idsConsumed, out charsWritten);

    /// <summary>Writes the text of tokens to a span, as many tokens as fit.</summary>
    public OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, bool skipSpecialTokens, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return DecodedChunk.Write(_decoder.Chunks(ids, skipSpecialTokens), destination, out idsConsumed, out charsWritten);
    }

    internal static int RequiredId(Dictionary<string, int> vocabulary, string token, string what) =>
        vocabulary.TryGetValue(token, out int id)
            ? id
            : throw new ArgumentException($"The {what} token '{token}' is not in the vocabulary.");
}
