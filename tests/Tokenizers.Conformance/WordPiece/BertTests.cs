using Microsoft.ML.Tokenizers;
using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance.WordPiece;

/// <summary>BERT's tokenizer on a vocabulary of a few words.</summary>
public sealed class BertTests
{
    private readonly BertTokenizer _bert = Small.Bert(null, "a", "walk", "##ing", "##s", ".", "行", "the");

    [Fact]
    public void EncodeToIds_OfAText_SpellsLowerCasedWordsBetweenTheSpecialTokens()
    {
        Assert.Equal([2, 11, 6, 7, 9, 3], _bert.EncodeToIds("The WALKING."));
        Assert.Equal([2, 11, 6, 7, 9, 3], _bert.EncodeToIds("The WALKING.".AsSpan()));
        Assert.Equal([11, 6, 7, 9], _bert.EncodeToIds("The WALKING.", addSpecialTokens: false));
        Assert.Equal(4, _bert.CountTokens("The WALKING."));
        Assert.Equal([2, 3], _bert.EncodeToIds(""));
    }

    [Fact]
    public void EncodeToIds_OfChinese_SplitsEachCharacter()
    {
        Assert.Equal([5, 10, 1, 5], _bert.EncodeToIds("a行人a", addSpecialTokens: false));
    }

    [Fact]
    public void EncodeToIds_OfAWordThatCannotBeSpelt_GivesOneUnknownToken()
    {
        Assert.Equal([1, 6], _bert.EncodeToIds("walkxyz walk", addSpecialTokens: false));
        Assert.Equal(1, _bert.UnknownTokenId);
        Assert.Equal("[UNK]", _bert.UnknownToken);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(101, 1)]
    public void EncodeToIds_OfALongWord_IsUnknownBeyondTheLimit(int length, int tokens)
    {
        var bert = Small.Bert(null, "s", "##s");

        Assert.Equal(100, bert.MaxInputCharsPerWord);
        Assert.Equal(tokens, bert.CountTokens(new string('s', length)));
    }

    [Theory]
    [InlineData(3, new[] { 2, 5, 3 }, 1)]
    [InlineData(4, new[] { 2, 5, 6, 3 }, 6)]
    [InlineData(9, new[] { 2, 5, 6, 11, 3 }, 10)]
    public void EncodeToIds_WithALimit_CountsTheSpecialTokens(int limit, int[] expected, int consumed)
    {
        var ids = _bert.EncodeToIds("a walk the", limit, out string? normalized, out int chars);

        Assert.Equal(expected, ids);
        Assert.Equal("a walk the", normalized);
        Assert.Equal(consumed, chars);
        Assert.Equal(expected[1..^1], _bert.EncodeToIds("a walk the", limit - 2, addSpecialTokens: false, out _, out _));
    }

    [Fact]
    public void EncodeToTokens_OfAText_SaysWhereEachTokenStandsInTheNormalizedText()
    {
        var tokens = _bert.EncodeToTokens("The walks", out string? normalized);

        Assert.Equal("the walks", normalized);
        Assert.Equal([new EncodedToken(11, "the", 0..3), new EncodedToken(6, "walk", 4..8), new EncodedToken(8, "##s", 8..9)], tokens);
    }

    [Fact]
    public void Decode_OfIds_JoinsTheWords()
    {
        Assert.Equal("the walking a", _bert.Decode([11, 6, 7, 5]));
        Assert.Equal("a", _bert.Decode([2, 5, 3], skipSpecialTokens: true));
    }

    [Fact]
    public void BuildInputs_OfOneTextOrTwo_PlacesTheSpecialTokens()
    {
        Assert.Equal([2, 5, 6, 3], _bert.BuildInputsWithSpecialTokens([5, 6]));
        Assert.Equal([2, 5, 6, 3, 11, 3], _bert.BuildInputsWithSpecialTokens([5, 6], [11]));
        Assert.Equal([0, 0, 0, 0], _bert.CreateTokenTypeIdsFromSequences([5, 6]));
        Assert.Equal([0, 0, 0, 0, 1, 1], _bert.CreateTokenTypeIdsFromSequences([5, 6], [11]));
    }

    [Fact]
    public void Properties_OfATokenizer_NameItsSpecialTokens()
    {
        Assert.Equal(("[PAD]", 0), (_bert.PaddingToken, _bert.PaddingTokenId));
        Assert.Equal(("[CLS]", 2), (_bert.ClassificationToken, _bert.ClassificationTokenId));
        Assert.Equal(("[SEP]", 3), (_bert.SeparatorToken, _bert.SeparatorTokenId));
        Assert.Equal(("[MASK]", 4), (_bert.MaskingToken, _bert.MaskingTokenId));
        Assert.True(_bert.LowerCaseBeforeTokenization && _bert.ApplyBasicTokenization && _bert.IndividuallyTokenizeCjk);
        Assert.Equal("##", _bert.ContinuingSubwordPrefix);
    }

    [Fact]
    public void Create_OfAVocabularyWithoutTheSpecialTokens_Throws()
    {
        Assert.ThrowsAny<Exception>(() => BertTokenizer.Create(Small.Lines("[PAD]", "[UNK]", "[CLS]", "[MASK]", "a")));
        Assert.ThrowsAny<Exception>(() => BertTokenizer.Create(Small.Lines("a", "b")));
    }

    [Fact]
    public void Create_WithANormalizerAndAPreTokenizerOfOnesOwn_UsesThem()
    {
        var options = new BertOptions
        {
            ApplyBasicTokenization = false,
            SplitOnSpecialTokens = false,
            Normalizer = LowerCaseNormalizer.Instance,
            PreTokenizer = PreTokenizer.CreateWordOrNonWord(),
        };
        var bert = Small.Bert(options, "a", "$$");

        Assert.Equal([5, 6, 5], bert.EncodeToIds("A$$a", addSpecialTokens: false));
    }
}
