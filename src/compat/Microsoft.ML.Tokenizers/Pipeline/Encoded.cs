namespace Microsoft.ML.Tokenizers;

/// <summary>The tokens of a text, cut to the wanted number.</summary>
/// <param name="Pieces">The tokens, more than wanted only where <paramref name="End"/> says so.</param>
/// <param name="First">The first token that is wanted.</param>
/// <param name="End">One behind the last.</param>
/// <param name="NormalizedText">The normalized text, or null.</param>
/// <param name="Length">How long the text is that was split.</param>
internal sealed record Encoded(List<Piece> Pieces, int First, int End, string? NormalizedText, int Length)
{
    /// <summary>How many tokens are wanted.</summary>
    public int Count => End - First;

    /// <summary>Where the text is cut.</summary>
    public int Index(bool fromEnd) => Cuts.Index(Pieces, p => p.Start, p => p.End, First, End, Length, fromEnd);

    /// <summary>The ids, between what stands before and behind every text.</summary>
    public EncodeResults<int> ToIds(Frame frame)
    {
        int[] ids = new int[frame.Before + Count + frame.Behind];
        if (frame.Before > 0)
        {
            ids[0] = frame.FirstId;
        }

        for (int i = 0; i < Count; i++)
        {
            ids[frame.Before + i] = Pieces[First + i].Id;
        }

        if (frame.Behind > 0)
        {
            ids[^1] = frame.LastId;
        }

        return new EncodeResults<int> { Tokens = ids, NormalizedText = NormalizedText, CharsConsumed = Index(fromEnd: false) };
    }

    /// <summary>The tokens, between what stands before and behind every text.</summary>
    public EncodeResults<EncodedToken> ToTokens(Frame frame, Func<int, string> value)
    {
        var tokens = new List<EncodedToken>(frame.Before + Count + frame.Behind);
        int consumed = Index(fromEnd: false);
        if (frame.Before > 0)
        {
            tokens.Add(new EncodedToken(frame.FirstId, value(frame.FirstId), new Range(0, 0)));
        }

        for (int i = First; i < End; i++)
        {
            Piece piece = Pieces[i];
            tokens.Add(new EncodedToken(piece.Id, value(piece.Id), new Range(piece.Start, piece.End)));
        }

        if (frame.Behind > 0)
        {
            tokens.Add(new EncodedToken(frame.LastId, value(frame.LastId), new Range(consumed, consumed)));
        }

        return new EncodeResults<EncodedToken> { Tokens = tokens, NormalizedText = NormalizedText, CharsConsumed = consumed };
    }
}
