using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>Splits a text into the words that are encoded one by one; what is in none of them is left out.</summary>
public abstract partial class PreTokenizer
{
    /// <summary>The words of a text, where each begins and how long it is.</summary>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(string text);

    /// <summary>The words of a text, where each begins and how long it is.</summary>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text);

    /// <summary>Words are what white space separates.</summary>
    public static PreTokenizer CreateWhiteSpace(IReadOnlyDictionary<string, int>? specialTokens = null) =>
        new RegexPreTokenizer(WhiteSpace(), specialTokens);

    /// <summary>Words are runs of letters, digits and underscores, and each punctuation mark; symbols and white space are left out.</summary>
    public static PreTokenizer CreateWordOrPunctuation(IReadOnlyDictionary<string, int>? specialTokens = null) =>
        new RegexPreTokenizer(WordOrPunctuation(), specialTokens);

    /// <summary>Words are runs of letters, digits and underscores, and runs of what is neither that nor white space.</summary>
    public static PreTokenizer CreateWordOrNonWord(IReadOnlyDictionary<string, int>? specialTokens = null) =>
        new RegexPreTokenizer(WordOrNonWord(), specialTokens);

    [GeneratedRegex(@"\S+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\w+|\p{P}")]
    private static partial Regex WordOrPunctuation();

    [GeneratedRegex(@"\w+|[^\w\s]+")]
    private static partial Regex WordOrNonWord();
}
