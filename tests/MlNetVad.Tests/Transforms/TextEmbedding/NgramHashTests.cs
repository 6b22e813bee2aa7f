using System.Text;
using MlNetVad.Transforms.TextEmbedding;

namespace MlNetVad.Tests.Transforms.TextEmbedding;

/// <summary>Hashes and words.</summary>
public sealed class NgramHashTests
{
    /// <summary>Numbers of an independent program.</summary>
    [Theory]
    [InlineData("", 0xefd01f60ba992926, 550, -1)]
    [InlineData("a", 0x82a2a958a9bece5b, 347, -1)]
    [InlineData("one", 0x629927f46b944038, 312, 1)]
    [InlineData("one object", 0x72ca96b55914d955, 597, 1)]
    [InlineData("straße", 0x53ab023ea09fdd22, 34, 1)]
    [InlineData("naïve café", 0x1a8071e8d684cd3c, 572, 1)]
    [InlineData("東", 0x4b954a75a0b5bef0, 240, 1)]
    public void Compute_KnownText_GivesTheGoldenHash(string text, ulong hash, int index, float sign)
    {
        Assert.Equal(hash, NgramHash.Compute(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((index, sign), NgramHash.Place(hash, 768));
    }

    [Theory]
    [InlineData("Two medium-sized objects", "two", "medium", "sized", "objects")]
    [InlineData("Straße ÉCOLE Ωμέγα", "straße", "école", "ωμέγα")]
    [InlineData("cafe\u0301!", "cafe\u0301")]
    [InlineData("東京へ", "東", "京", "へ")]
    [InlineData("アニメ 한국어", "アニメ", "한국어")]
    [InlineData("𝒳1 \ud800 x", "𝒳1", "x")]
    [InlineData("3.5 km", "3", "5", "km")]
    [InlineData("…")]
    public void Load_AnyScript_FindsLowerCasedWords(string text, params string[] words)
    {
        var sequence = new WordSequence();
        sequence.Load("a longer text, loaded before");
        sequence.Load(text);
        Assert.Equal(words, Enumerable.Range(0, sequence.Count).Select(i => Encoding.UTF8.GetString(sequence.Ngram(i, 1))));
    }

    [Theory]
    [InlineData("one two", true)]
    [InlineData("one, two", true)]
    [InlineData("one.two", true)]
    [InlineData("one. Two", false)]
    [InlineData("one?! Two", false)]
    [InlineData("one\ntwo", false)]
    [InlineData("東。京", false)]
    public void Ngram_Pair_StaysWithinASentence(string text, bool isPair)
    {
        var sequence = new WordSequence();
        sequence.Load(text);

        Assert.Equal(2, sequence.Count);
        Assert.Equal(isPair, !sequence.Ngram(0, 2).IsEmpty);
        Assert.True(sequence.Ngram(1, 2).IsEmpty, "there is no third word");
        if (isPair)
        {
            Assert.Equal("one two", Encoding.UTF8.GetString(sequence.Ngram(0, 2)));
        }
    }
}
