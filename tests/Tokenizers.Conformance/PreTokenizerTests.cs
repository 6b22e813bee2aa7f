using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Tokenizers.Conformance;

public sealed class PreTokenizerTests
{
    private static readonly Dictionary<string, int> Special = new() { ["<s>"] = 0, ["</s>"] = 1 };

    [Fact]
    public void PreTokenize_AtWhiteSpace_GivesWhatItSeparates()
    {
        Assert.Equal("a,|b", Words(PreTokenizer.CreateWhiteSpace(), " a,\t\nb "));
    }

    [Fact]
    public void PreTokenize_OfWordsAndPunctuation_SplitsThem()
    {
        Assert.Equal("don|'|t|(|x_1|)|!", Words(PreTokenizer.CreateWordOrPunctuation(), "don't (x_1)!"));
    }

    [Fact]
    public void PreTokenize_OfWordsAndNonWords_KeepsRunsTogether()
    {
        Assert.Equal("hi|!?|$|x", Words(PreTokenizer.CreateWordOrNonWord(), "hi!? $x"));
    }

    [Fact]
    public void PreTokenize_WithSpecialTokens_FindsThemFirst()
    {
        Assert.Equal("<s>|a|</s>|<s>|b", Words(PreTokenizer.CreateWhiteSpace(Special), "<s>a</s><s> b"));
        var letters = new Regex(@"\w", RegexOptions.None, Timeout.InfiniteTimeSpan);
        Assert.Equal("<s>|a|b|</s>|s", Words(new RegexPreTokenizer(letters, Special), "<s>ab</s>s>"));
    }

    [Fact]
    public void PreTokenize_OfNothing_GivesNothing()
    {
        Assert.Empty(PreTokenizer.CreateWhiteSpace().PreTokenize(""));
        Assert.Empty(PreTokenizer.CreateWhiteSpace().PreTokenize(ReadOnlySpan<char>.Empty));
    }

    private static string Words(PreTokenizer preTokenizer, string text)
    {
        string words = string.Join('|', preTokenizer.PreTokenize(text).Select(w => text.Substring(w.Offset, w.Length)));
        Assert.Equal(words, string.Join('|', preTokenizer.PreTokenize(text.AsSpan()).Select(w => text.Substring(w.Offset, w.Length))));
        return words;
    }
}
