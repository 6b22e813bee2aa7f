namespace Microsoft.ML.Tokenizers;

/// <summary>Where a list of tokens may be cut: never inside a character that several tokens share.</summary>
internal static class Cuts
{
    /// <summary>The tokens [first, end) that are left of a list when at most <paramref name="limit"/> are wanted.</summary>
    public static (int First, int End) Within<T>(IReadOnlyList<T> tokens, Func<T, int> start, Func<T, int> end, int limit, bool fromEnd)
    {
        if (tokens.Count <= limit)
        {
            return (0, tokens.Count);
        }

        int cut = fromEnd ? tokens.Count - limit : limit;
        while (cut > 0 && cut < tokens.Count && end(tokens[cut - 1]) > start(tokens[cut]))
        {
            cut += fromEnd ? 1 : -1;
        }

        return fromEnd ? (cut, tokens.Count) : (0, cut);
    }

    /// <summary>The character at which the text is cut, for the tokens [first, last) that are left.</summary>
    public static int Index<T>(IReadOnlyList<T> tokens, Func<T, int> start, Func<T, int> end, int first, int last, int length, bool fromEnd)
    {
        if (fromEnd)
        {
            return first == 0 ? 0 : first < last ? start(tokens[first]) : length;
        }

        return last == tokens.Count ? length : last == 0 ? 0 : end(tokens[last - 1]);
    }
}
