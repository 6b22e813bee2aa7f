using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>Words are the matches of a pattern; special tokens are found first and are words of their own.</summary>
public class RegexPreTokenizer : PreTokenizer
{
    private readonly Regex _regex;
    private readonly SpecialTokenFinder? _specialTokens;

    /// <summary>Creates the pre-tokenizer.</summary>
    /// <param name="regex">What a word looks like.</param>
    /// <param name="specialTokens">Texts that are words whatever the pattern says, or null.</param>
    public RegexPreTokenizer(Regex regex, IReadOnlyDictionary<string, int>? specialTokens)
    {
        ArgumentNullException.ThrowIfNull(regex);
        _regex = regex;
        _specialTokens = SpecialTokenFinder.For(specialTokens);
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _specialTokens is null ? Words(text, 0, text.Length) : SplitBySpecialTokens(text, _specialTokens);
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) =>
        text.IsEmpty ? [] : PreTokenize(text.ToString());

    private IEnumerable<(int Offset, int Length)> SplitBySpecialTokens(string text, SpecialTokenFinder finder)
    {
        int begin = 0;
        while (finder.Find(text, begin) is { Length: > 0 } special)
        {
            foreach (var word in Words(text, begin, special.Offset - begin))
            {
                yield return word;
            }

            yield return special;
            begin = special.Offset + special.Length;
        }

        foreach (var word in Words(text, begin, text.Length - begin))
        {
            yield return word;
        }
    }

    // what is outside [begin, begin + length) is invisible to the pattern, look-around included
    private IEnumerable<(int Offset, int Length)> Words(string text, int begin, int length)
    {
        for (Match match = _regex.Match(text, begin, length); match.Success; match = match.NextMatch())
        {
            if (match.Length > 0)
            {
                yield return (match.Index, match.Length);
            }
        }
    }
}
