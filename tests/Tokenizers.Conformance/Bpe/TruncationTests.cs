using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance.Bpe;

/// <summary>Limits on the number of tokens, and where the tokens stand in the text.</summary>
public sealed partial class TruncationTests
{
    private readonly BpeTokenizer _tokenizer = Small.Bytes(new RegexPreTokenizer(Words(), Small.Special));

    [Fact]
    public void EncodeToTokens_OfAText_SaysWhereEachTokenStands()
    {
        var tokens = _tokenizer.EncodeToTokens("hello whe", out string? normalized);

        Assert.Null(normalized);
        Assert.Equal([259, 260, 256], tokens.Select(t => t.Id));
        Assert.Equal([0..5, 5..7, 7..9], tokens.Select(t => t.Offset));
        Assert.Equal("hello", tokens[0].Value);
    }

    [Theory]
    [InlineData(1, new[] { 259 }, 5)]
    [InlineData(2, new[] { 259, 260 }, 7)]
    [InlineData(3, new[] { 259, 260, 256 }, 9)]
    [InlineData(99, new[] { 259, 260, 256 }, 9)]
    public void EncodeToIds_WithALimit_GivesTheFirstTokens(int limit, int[] expected, int consumed)
    {
        var ids = _tokenizer.EncodeToIds("hello whe", limit, out string? normalized, out int chars);

        Assert.Equal(expected, ids);
        Assert.Null(normalized);
        Assert.Equal(consumed, chars);
        Assert.Equal(consumed, _tokenizer.GetIndexByTokenCount("hello whe", limit, out _, out int count));
        Assert.Equal(expected.Length, count);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 5)]
    [InlineData(3, 0)]
    [InlineData(99, 0)]
    public void GetIndexByTokenCountFromEnd_WithALimit_SaysWhereTheLastTokensBegin(int limit, int index)
    {
        Assert.Equal(index, _tokenizer.GetIndexByTokenCountFromEnd("hello whe", limit, out _, out int count));
        Assert.Equal(Math.Min(limit, 3), count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void EncodeToIds_WithALimitBelowOne_Throws(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.GetIndexByTokenCount("hello", limit, out _, out _));
    }

    [Fact]
    public void EncodeToIds_WithoutPreTokenization_TakesTheTextAsOneWord()
    {
        Assert.Equal([259, 260, 256], _tokenizer.EncodeToIds("hello whe", considerPreTokenization: false));
    }

    [GeneratedRegex(@" ?\S+", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Words();
}
