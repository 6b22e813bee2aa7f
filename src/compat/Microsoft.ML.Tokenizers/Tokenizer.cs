using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Turns text into the numbers of tokens, and back.</summary>
public abstract partial class Tokenizer
{
    /// <summary>Creates the tokenizer.</summary>
    protected Tokenizer()
    {
    }

    /// <summary>What splits the text into words, or null.</summary>
    public virtual PreTokenizer? PreTokenizer => null;

    /// <summary>What changes the text before it is split, or null.</summary>
    public virtual Normalizer? Normalizer => null;

    /// <summary>The tokens of a text; the one method that a tokenizer must supply for encoding.</summary>
    /// <param name="text">The text, or null where only the span is known.</param>
    /// <param name="textSpan">The text.</param>
    /// <param name="settings">How to encode it.</param>
    protected abstract EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings);

    /// <summary>The ids of a text's tokens.</summary>
    protected virtual EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var encoded = EncodeToTokens(text, textSpan, settings);
        return new EncodeResults<int>
        {
            Tokens = encoded.Tokens.Select(t => t.Id).ToArray(),
            NormalizedText = encoded.NormalizedText,
            CharsConsumed = encoded.CharsConsumed,
        };
    }

    /// <summary>The number of a text's tokens.</summary>
    protected virtual int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodeToTokens(text, textSpan, settings).Tokens.Count;

    /// <summary>Where the text has to be cut so that what is before (or, from the end, behind) has at most so many tokens.</summary>
    protected virtual int GetIndexByTokenCount(
        string? text,
        ReadOnlySpan<char> textSpan,
        EncodeSettings settings,
        bool fromEnd,
        out string? normalizedText,
        out int tokenCount)
    {
        int limit = settings.MaxTokenCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (fromEnd)
        {
            settings.MaxTokenCount = int.MaxValue;
        }

        var encoded = EncodeToTokens(text, textSpan, settings);
        normalizedText = encoded.NormalizedText;
        int length = (normalizedText ?? text)?.Length ?? textSpan.Length;
        var (first, end) = Cuts.Within(encoded.Tokens, t => t.Offset.Start.Value, t => t.Offset.End.Value, limit, fromEnd);
        tokenCount = end - first;
        return Cuts.Index(encoded.Tokens, t => t.Offset.Start.Value, t => t.Offset.End.Value, first, end, length, fromEnd);
    }

    /// <summary>The text of tokens; ids that the vocabulary lacks are passed over.</summary>
    public virtual string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        int[] all = [.. ids];
        for (int capacity = Math.Max(64, all.Length * 8); ; capacity *= 2)
        {
            char[] text = new char[capacity];
            switch (Decode(all, text, out _, out int written))
            {
                case OperationStatus.Done:
                    return new string(text, 0, written);
                case OperationStatus.DestinationTooSmall:
                    continue;
                default:
                    throw new InvalidOperationException($"The ids hold one that the vocabulary lacks, behind '{new string(text, 0, written)}'.");
            }
        }
    }

    /// <summary>Writes the text of tokens to a span, as many tokens as fit.</summary>
    public abstract OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten);
}
