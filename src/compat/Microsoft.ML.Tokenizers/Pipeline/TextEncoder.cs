namespace Microsoft.ML.Tokenizers;

/// <summary>What every tokenizer does with a text: normalize it, split it into words, encode each.</summary>
internal sealed class TextEncoder(Normalizer? normalizer, PreTokenizer? preTokenizer, WordModel model)
{
    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text, or null where only the span is known.</param>
    /// <param name="textSpan">The text.</param>
    /// <param name="settings">How to encode it; its limit is not looked at.</param>
    /// <param name="limit">The most tokens wanted.</param>
    /// <param name="fromEnd">Whether the last ones are wanted.</param>
    public Encoded Encode(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, int limit, bool fromEnd = false)
    {
        var pieces = new List<Piece>();
        string? normalized = null;
        if (text is null && textSpan.IsEmpty)
        {
            return new Encoded(pieces, 0, 0, normalized, 0);
        }

        if (settings.ConsiderNormalization && normalizer is not null)
        {
            normalized = text is not null ? normalizer.Normalize(text) : normalizer.Normalize(textSpan);
            text = normalized;
            textSpan = normalized;
        }
        else if (text is not null)
        {
            textSpan = text;
        }

        if (limit <= 0)
        {
            return new Encoded(pieces, 0, 0, normalized, 0);
        }

        Split(text, textSpan, settings, fromEnd ? int.MaxValue : limit, pieces);
        var (first, end) = Cuts.Within(pieces, p => p.Start, p => p.End, limit, fromEnd);
        return new Encoded(pieces, first, end, normalized, textSpan.Length);
    }

    // stops at the first word that goes beyond the limit: its tokens say whether the cut would be inside a character
    private void Split(string? text, ReadOnlySpan<char> span, EncodeSettings settings, int limit, List<Piece> pieces)
    {
        if (!settings.ConsiderPreTokenization || preTokenizer is null)
        {
            if (!span.IsEmpty)
            {
                model.Encode(span, 0, pieces);
            }

            return;
        }

        foreach (var (offset, length) in text is not null ? preTokenizer.PreTokenize(text) : preTokenizer.PreTokenize(span))
        {
            model.Encode(span.Slice(offset, length), offset, pieces);
            if (pieces.Count > limit)
            {
                return;
            }
        }
    }
}
