namespace Microsoft.ML.Tokenizers;

public abstract partial class Tokenizer
{
    /// <summary>The ids of a text's tokens.</summary>
    public IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, text, Settings(considerPreTokenization, considerNormalization)).Tokens;

    /// <summary>The ids of a text's tokens.</summary>
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization)).Tokens;

    /// <summary>The ids of a text's first tokens.</summary>
    public IReadOnlyList<int> EncodeToIds(
        string text,
        int maxTokenCount,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        Unpack(EncodeToIds(text, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount)), out normalizedText, out charsConsumed);

    /// <summary>The ids of a text's first tokens.</summary>
    public IReadOnlyList<int> EncodeToIds(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        out string? normalizedText,
        out int charsConsumed,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        Unpack(EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount)), out normalizedText, out charsConsumed);

    /// <summary>The tokens of a text.</summary>
    public IReadOnlyList<EncodedToken> EncodeToTokens(string text, out string? normalizedText, bool considerPreTokenization = true, bool considerNormalization = true) =>
        Unpack(EncodeToTokens(text, text, Settings(considerPreTokenization, considerNormalization)), out normalizedText, out _);

    /// <summary>The tokens of a text.</summary>
    public IReadOnlyList<EncodedToken> EncodeToTokens(
        ReadOnlySpan<char> text,
        out string? normalizedText,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        Unpack(EncodeToTokens(null, text, Settings(considerPreTokenization, considerNormalization)), out normalizedText, out _);

    /// <summary>The number of a text's tokens.</summary>
    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(text, text, Settings(considerPreTokenization, considerNormalization));

    /// <summary>The number of a text's tokens.</summary>
    public int CountTokens(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        CountTokens(null, text, Settings(considerPreTokenization, considerNormalization));

    /// <summary>How many characters the first tokens cover.</summary>
    public int GetIndexByTokenCount(
        string text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        GetIndexByTokenCount(text, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount), fromEnd: false, out normalizedText, out tokenCount);

    /// <summary>How many characters the first tokens cover.</summary>
    public int GetIndexByTokenCount(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        GetIndexByTokenCount(null, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount), fromEnd: false, out normalizedText, out tokenCount);

    /// <summary>Where the last tokens begin.</summary>
    public int GetIndexByTokenCountFromEnd(
        string text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        GetIndexByTokenCount(text, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount), fromEnd: true, out normalizedText, out tokenCount);

    /// <summary>Where the last tokens begin.</summary>
    public int GetIndexByTokenCountFromEnd(
        ReadOnlySpan<char> text,
        int maxTokenCount,
        out string? normalizedText,
        out int tokenCount,
        bool considerPreTokenization = true,
        bool considerNormalization = true) =>
        GetIndexByTokenCount(null, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount), fromEnd: true, out normalizedText, out tokenCount);

    private static EncodeSettings Settings(bool considerPreTokenization, bool considerNormalization, int maxTokenCount = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokenCount);
        return new EncodeSettings
        {
            ConsiderPreTokenization = considerPreTokenization,
            ConsiderNormalization = considerNormalization,
            MaxTokenCount = maxTokenCount,
        };
    }

    private static IReadOnlyList<T> Unpack<T>(EncodeResults<T> results, out string? normalizedText, out int charsConsumed)
    {
        normalizedText = results.NormalizedText;
        charsConsumed = results.CharsConsumed;
        return results.Tokens;
    }
}
