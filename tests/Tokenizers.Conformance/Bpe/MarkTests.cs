using Microsoft.ML.Tokenizers;
using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance.Bpe;

/// <summary>Vocabularies of characters, with marks at the end of a word or before what continues one.</summary>
public sealed class MarkTests
{
    [Fact]
    public void EncodeToIds_WithEndOfWordSuffix_MarksTheLastCharacter()
    {
        var tokenizer = BpeTokenizer.Create(
            Small.Text("""{"a": 0, "b": 1, "a</w>": 2, "b</w>": 3, "ab</w>": 4, "ab": 5}"""),
            Small.Lines("#version: 0.2", "a b</w>", "a b"),
            PreTokenizer.CreateWhiteSpace(),
            endOfWordSuffix: "</w>");

        Assert.Equal("</w>", tokenizer.EndOfWordSuffix);
        Assert.Equal([4, 5, 4, 2], tokenizer.EncodeToIds("ab abab a"));
    }

    [Fact]
    public void EncodeToIds_WithContinuingSubwordPrefix_MarksAllButTheFirstCharacter()
    {
        var tokenizer = BpeTokenizer.Create(
            Small.Text("""{"a": 0, "##a": 1, "##b": 2, "ab": 3, "##ab": 4}"""),
            Small.Lines("a ##b", "##a ##b"),
            PreTokenizer.CreateWhiteSpace(),
            continuingSubwordPrefix: "##");

        Assert.Equal([3, 4, 1], tokenizer.EncodeToIds("ababa"));
    }

    [Theory]
    [InlineData(false, new[] { 0, 2, 2, 1 })]
    [InlineData(true, new[] { 0, 2, 1 })]
    public void EncodeToIds_OfUnknownCharacters_GivesTheUnknownToken(bool fuse, int[] expected)
    {
        var tokenizer = BpeTokenizer.Create(
            Small.Text("""{"a": 0, "b": 1, "<unk>": 2}"""),
            mergesStream: null,
            PreTokenizer.CreateWhiteSpace(),
            unknownToken: "<unk>",
            fuseUnknownTokens: fuse);

        Assert.Equal(expected, tokenizer.EncodeToIds("axyb"));
        Assert.Equal("<unk>", tokenizer.UnknownToken);
        Assert.Equal(fuse, tokenizer.FuseUnknownTokens);
    }

    [Fact]
    public void EncodeToIds_WithANormalizer_EncodesWhatItGives()
    {
        var tokenizer = BpeTokenizer.Create(Small.Text("""{"a": 0, "b": 1}"""), null, PreTokenizer.CreateWhiteSpace(), LowerCaseNormalizer.Instance);

        var tokens = tokenizer.EncodeToTokens("A B", out string? normalized);

        Assert.Equal("a b", normalized);
        Assert.Equal([new EncodedToken(0, "a", 0..1), new EncodedToken(1, "b", 2..3)], tokens);
        Assert.Equal([0], tokenizer.EncodeToIds("a", considerNormalization: false));
    }
}
