namespace Microsoft.ML.Tokenizers;

public sealed partial class BertTokenizer
{
    /// <summary>The ids of a text's tokens, between the classification and the separator token.</summary>
    public new IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, addSpecialTokens: true, considerPreTokenization, considerNormalization);

    /// <summary>The ids of a text's tokens, between the classification and the separator token.</summary>
    public new IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, addSpecialTokens: true, considerPreTokenization, considerNormalization);

    /// <summary>The ids of a text's tokens.</summary>
    public IReadOnlyList<int> EncodeToIds(string text, bool addSpecialTokens, bool considerPreTokenization = true, bool considerNormalization = true) =>
        Framed(base.EncodeToIds(text, considerPreTokenization, considerNormalization), addSpecialTokens);

    /// <summary>The ids of a text's tokens.</summary>
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool addSpecialTokens, bool considerPreTokenization = true, bool considerNormalization = true) =>
        Framed(base.EncodeToIds(text, considerPreTokenization, considerNormalization), addSpecialTokens);

    /// <summary>The ids of a text's first tokens, between the classification and the separator token.</summary>
    public new IReadOnlyList<int> EncodeToIds(
        string text,
        int maxTokenCount,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        EncodeToIds(text, maxTokenCount, addSpecialTokens: true, out normalizedText, out charsConsumed, considerPreTokenization, considerNormalization);

    /// <summary>The ids of a text's first tokens, between the classification and the separator token.</summary>
    public new IReadOnlyList<int> EncodeToIds(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        EncodeToIds(text, maxTokenCount, addSpecialTokens: true, out normalizedText, out charsConsumed, considerPreTokenization, considerNormalization);

    /// <summary>The ids of a text's first tokens; a limit below what the special tokens take gives none.</summary>
    public IReadOnlyList<int> EncodeToIds(
        string text,
        int maxTokenCount,
        bool addSpecialTokens,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        Limited(text, text, maxTokenCount, addSpecialTokens, out normalizedText, out charsConsumed, considerPreTokenization, considerNormalization);

    /// <summary>The ids of a text's first tokens; a limit below what the special tokens take gives none.</summary>
    public IReadOnlyList<int> EncodeToIds(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        bool addSpecialTokens,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        Limited(null, text, maxTokenCount, addSpecialTokens, out normalizedText, out charsConsumed, considerPreTokenization, considerNormalization);

    private IReadOnlyList<int> Limited(
        string? text,
        ReadOnlySpan<char> span,
        int maxTokenCount,
        bool addSpecialTokens,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization,
        bool considerNormalization)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokenCount);
        if (addSpecialTokens && maxTokenCount < 2)
        {
            normalizedText = null;
            charsConsumed = 0;
            return [];
        }

        var settings = new EncodeSettings
        {
            ConsiderPreTokenization = considerPreTokenization,
            ConsiderNormalization = considerNormalization,
            MaxTokenCount = addSpecialTokens ? maxTokenCount - 2 : maxTokenCount,
        };
        var encoded = EncodeToIds(text, span, settings);
        normalizedText = encoded.NormalizedText;
        charsConsumed = encoded.CharsConsumed;
        return Framed(encoded.Tokens, addSpecialTokens);
    }

    private IReadOnlyList<int> Framed(IReadOnlyList<int> ids, bool addSpecialTokens) =>
        addSpecialTokens ? BuildInputsWithSpecialTokens(ids) : ids;
}
