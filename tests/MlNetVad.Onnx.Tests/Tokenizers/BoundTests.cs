using MlNetVad.Onnx.Tokenizers;
using MlNetVad.Onnx.VisionLanguage;

namespace MlNetVad.Onnx.Tests.Tokenizers;

/// <summary>However long a text, a tokenizer sees a bounded part of it, and gives what it would give for the whole.</summary>
public sealed class BoundTests
{
    private const int Million = 1_000_000;

    public static TheoryData<string> LongTexts =>
    [
        new string('a', Million),
        new string(' ', Million) + "dog",
        new string('\u200d', Million) + "dog",
        new string('_', Million),
        new string('行', Million),
        string.Concat(Enumerable.Repeat("🚲", Million / 2)),
        string.Concat(Enumerable.Repeat("dog ", Million / 4)),
        new string('w', 100_000) + " dog",
    ];

    [Theory]
    [MemberData(nameof(LongTexts), DisableDiscoveryEnumeration = true)]
    public void Bound_OfALongTextForBert_IsAHundredCharactersAToken(string text)
    {
        Assert.InRange(BertInput.Bound(text, 512).Length, 1, 512 * (BertInput.LongestWord + 1));
        Assert.InRange(BertInput.Bound(text, 2).Length, 1, 2 * (BertInput.LongestWord + 1));
    }

    [Theory]
    [MemberData(nameof(LongTexts), DisableDiscoveryEnumeration = true)]
    public void Bound_OfALongTextForClip_IsAFixedNumberOfCharactersAToken(string text) =>
        Assert.InRange(ClipInput.Bound(text, ClipInput.Length).Length, 1, ClipInput.Length * ClipInput.CharactersAToken);

    [Fact]
    public void Of_AnyTextForBert_GivesWhatTheWholeTextGives()
    {
        var bert = TokenizerFiles.Bert(SmallFile.Bert("a", "s", "##s", "walk", "##ing", "the", ".", "行", "é", "[", "cls", "]"));
        string[] pieces = ["a", "walking", " ", ".", "行", "É", "the ", new string('s', 100), new string('s', 101), new string('s', 250), "\n\t", "🚲", "\u200d", "[CLS]", "_"];
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            int length = random.Next(2, 30);

            Assert.Equal([2, .. bert.EncodeToIds(text, addSpecialTokens: false).Take(length - 2), 3], BertInput.Of(bert, text, length));
        }
    }

    [Fact]
    public void Of_TheReferenceSentencesForBert_GivesTheirIdsAtAnyLength()
    {
        var bert = TokenizerFiles.Bert(Golden.File("bert-base-uncased-vocab.txt"));

        foreach (var (text, ids) in Golden.Cases("bert"))
        {
            Assert.Equal(ids, BertInput.Of(bert, text, 512));
            Assert.Equal(ids, BertInput.Of(bert, text, Math.Max(2, ids.Length)));
            for (int length = 2; length < ids.Length; length++)
            {
                Assert.Equal([.. ids[..(length - 1)], ids[^1]], BertInput.Of(bert, text, length));
            }
        }
    }

    [Theory]
    [InlineData(100, 102)]
    [InlineData(101, 3)]
    [InlineData(100_000, 3)]
    public void Of_ALongWordForBert_IsUnknownBeyondAHundredLetters(int letters, int tokens)
    {
        var bert = TokenizerFiles.Bert(SmallFile.Bert("s", "##s"));

        Assert.Equal(tokens, BertInput.Of(bert, new string('s', letters), 512).Count);
    }

    [Fact]
    public void Of_ALongTextForClip_GivesTheFirstTokens()
    {
        var clip = TokenizerFiles.Clip(SmallFile.Of("merges.txt", "d o\ndo g</w>"));

        int[] dogs = ClipInput.Of(clip, string.Concat(Enumerable.Repeat("dog ", Million / 4)), length: 6);
        int[] letters = ClipInput.Of(clip, new string('x', Million), length: 5);
        int[] bicycles = ClipInput.Of(clip, string.Concat(Enumerable.Repeat("🚲", Million / 2)), length: 77);

        Assert.Equal([514, 513, 513, 513, 513, 515], dogs);
        Assert.Equal([514, 'x' - '!', 'x' - '!', 'x' - '!', 515], letters);
        Assert.Equal(515, bicycles[^1]);
    }

    [Fact]
    public void Bound_WithinAWordOfPairs_DoesNotCutAPair()
    {
        string bound = ClipInput.Bound("x" + string.Concat(Enumerable.Repeat("🚲", 2000)), length: 4);

        Assert.Equal((4 * ClipInput.CharactersAToken) - 1, bound.Length);
        Assert.False(char.IsHighSurrogate(bound[^1]));
    }

    [Fact]
    public void Check_OfAPromptThatIsTooLong_SaysHowLongItMayBe()
    {
        PromptText.Check("Prompt", new string('a', PromptText.Longest));

        string message = Assert.Throws<VadException>(() => PromptText.Check("Prompt", new string('a', Million))).Message;

        Assert.Equal("Prompt has 1,000,000 characters; expected 16,384 at most: shorten it.", message);
    }
}
