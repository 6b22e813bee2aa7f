using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Finds special tokens in a text: the leftmost, and of several that begin there the longest.</summary>
internal sealed class SpecialTokenFinder
{
    private readonly string[] _longestFirst;
    private readonly SearchValues<string> _any;

    private SpecialTokenFinder(string[] tokens)
    {
        _longestFirst = [.. tokens.OrderByDescending(t => t.Length)];
        _any = SearchValues.Create(tokens, StringComparison.Ordinal);
    }

    /// <summary>A finder, or null where there is nothing to find.</summary>
    public static SpecialTokenFinder? For(IReadOnlyDictionary<string, int>? specialTokens)
    {
        string[] tokens = specialTokens is null ? [] : [.. specialTokens.Keys.Where(k => k.Length > 0)];
        return tokens.Length == 0 ? null : new SpecialTokenFinder(tokens);
    }

    /// <summary>The next special token, or length 0.</summary>
    public (int Offset, int Length) Find(string text, int begin)
    {
        int at = text.AsSpan(begin).IndexOfAny(_any);
        if (at < 0)
        {
            return default;
        }

        var rest = text.AsSpan(begin + at);
        foreach (string token in _longestFirst)
        {
            if (rest.StartsWith(token, StringComparison.Ordinal))
            {
                return (begin + at, token.Length);
            }
        }

        return default;
    }
}
