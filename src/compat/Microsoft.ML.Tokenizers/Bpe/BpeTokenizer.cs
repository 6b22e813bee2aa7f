using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte-pair encoding.</summary>
public sealed partial class BpeTokenizer : Tokenizer
{
    private readonly TextEncoder _encoder;
    private readonly BpeDecoder _decoder;
    private readonly int? _firstId;
    private readonly int? _lastId;

    private BpeTokenizer(BpeOptions options)
    {
        var vocabulary = new Dictionary<string, int>();
        foreach (var (token, id) in options.Vocabulary)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, $"the id of '{token}'");
            if (!vocabulary.TryAdd(token, id))
            {
                throw new ArgumentException($"The vocabulary holds '{token}' twice.");
            }
        }

        if (vocabulary.Count == 0)
        {
            throw new InvalidOperationException("The vocabulary is empty.");
        }

        Vocabulary = vocabulary;
        SpecialTokens = options.SpecialTokens;
        UnknownToken = options.UnknownToken;
        ContinuingSubwordPrefix = options.ContinuingSubwordPrefix;
        EndOfWordSuffix = options.EndOfWordSuffix;
        FuseUnknownTokens = options.FuseUnknownTokens;
        ByteLevel = options.ByteLevel;
        BeginningOfSentenceToken = options.BeginningOfSentenceToken;
        EndOfSentenceToken = options.EndOfSentenceToken;
        Normalizer = options.Normalizer;
        PreTokenizer = options.PreTokenizer ?? PreTokenizer.CreateWordOrNonWord(options.SpecialTokens);

        int? unknownId = IdOf(UnknownToken, "unknown");
        _firstId = IdOf(BeginningOfSentenceToken, "beginning of sentence");
        _lastId = IdOf(EndOfSentenceToken, "end of sentence");
        var symbols = new BpeSymbols(vocabulary, ContinuingSubwordPrefix, EndOfWordSuffix);
        var merges = new MergeTable(options.Merges ?? [], vocabulary, ContinuingSubwordPrefix);
        var model = new BpeModel(symbols, merges, SpecialTokens, unknownId, FuseUnknownTokens, ByteLevel);
        _encoder = new TextEncoder(Normalizer, PreTokenizer, model);
        _decoder = new BpeDecoder(this, [unknownId, _firstId, _lastId]);
    }

    /// <summary>What every token has in front that does not begin a word.</summary>
    public string? ContinuingSubwordPrefix { get; }

    /// <summary>What every token has behind it that ends a word.</summary>
    public string? EndOfWordSuffix { get; }

    /// <summary>Whether unknown characters beside each other make one token.</summary>
    public bool FuseUnknownTokens { get; }

    /// <summary>Whether the vocabulary is one of bytes.</summary>
    public bool ByteLevel { get; }

    /// <summary>A token that stands before every text.</summary>
    public string? BeginningOfSentenceToken { get; }

    /// <summary>A token that stands behind every text.</summary>
    internal string? EndOfSentenceToken { get; }

    /// <summary>The token of what the vocabulary lacks.</summary>
    public string? UnknownToken { get; }

    /// <summary>Texts that are one token whatever stands around them.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    /// <summary>The tokens and their ids.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    /// <inheritdoc/>
    public override PreTokenizer? PreTokenizer { get; }

    /// <inheritdoc/>
    public override Normalizer? Normalizer { get; }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var frame = new Frame(_firstId, _lastId, settings.MaxTokenCount);
        return _encoder.Encode(text, textSpan, settings, frame.Limit).ToTokens(frame, _decoder.Token);
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var frame = new Frame(_firstId, _lastId, settings.MaxTokenCount);
        return _encoder.Encode(text, textSpan, settings, frame.Limit).ToIds(frame);
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var frame = new Frame(_firstId, _lastId, settings.MaxTokenCount);
        return _encoder.Encode(text, textSpan, settings, frame.Limit).Count + frame.Before + frame.Behind;
    }

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text,
        ReadOnlySpan<char> textSpan,
        EncodeSettings settings,
        bool fromEnd,
        out string? normalizedText,
        out int tokenCount)
    {
        var frame = new Frame(_firstId, _lastId, settings.MaxTokenCount);
        var encoded = _encoder.Encode(text, textSpan, settings, frame.Limit, fromEnd);
        normalizedText = encoded.NormalizedText;
        tokenCount = encoded.Count + frame.Before + frame.Behind;
        return encoded.Index(fromEnd);
    }

    /// <inheritdoc/>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, considerSpecialTokens: false);

    /// <summary>The text of tokens.</summary>
    /// <param name="ids">The tokens; those that the vocabulary lacks are passed over.</param>
    /// <param name="considerSpecialTokens">Whether special tokens appear in the text.</param>
    public string Decode(IEnumerable<int> ids, bool considerSpecialTokens) => _decoder.Decode(ids, considerSpecialTokens);

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten) =>
        Decode(ids, destination, considerSpecialTokens: false, out idsConsumed, out charsWritten);

    /// <summary>Writes the text of tokens to a span, as many tokens as fit.</summary>
    public OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, bool considerSpecialTokens, out int idsConsumed, out int charsWritten) =>
        _decoder.Decode(ids, destination, considerSpecialTokens, out idsConsumed, out charsWritten);

    private int? IdOf(string? token, string what)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        return SpecialTokens is not null && SpecialTokens.TryGetValue(token, out int id) || Vocabulary.TryGetValue(token, out id)
            ? id
            : throw new ArgumentException($"The {what} token '{token}' is not in the vocabulary.");
    }
}
