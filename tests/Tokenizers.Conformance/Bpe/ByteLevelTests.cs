using FsCheck;
using FsCheck.Fluent;
using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance.Bpe;

/// <summary>Byte-level vocabularies: whatever the text, its bytes come back.</summary>
public sealed class ByteLevelTests
{
    [Theory]
    [InlineData("hello", new[] { 259 })]
    [InlineData("hell", new[] { 256, 257 })]
    [InlineData("ello world", new[] { 'e', 258, 260, 'o', 'r', 'l', 'd' })]
    [InlineData("lll", new[] { 257, 'l' })]
    [InlineData("é", new[] { 0xC3, 0xA9 })]
    [InlineData("🚲", new[] { 0xF0, 0x9F, 0x9A, 0xB2 })]
    [InlineData("\t\0", new[] { 9, 0 })]
    [InlineData("", new int[0])]
    public void EncodeToIds_OfAText_MergesItsBytesEarliestMergeFirst(string text, int[] expected)
    {
        var tokenizer = Small.Bytes();

        Assert.Equal(expected, tokenizer.EncodeToIds(text));
        Assert.Equal(expected, tokenizer.EncodeToIds(text.AsSpan()));
        Assert.Equal(expected.Length, tokenizer.CountTokens(text));
        Assert.Equal(text, tokenizer.Decode(expected));
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦 at 🏳️‍🌈")]
    [InlineData("行人在人行道上骑自行车\n\r\n  \t")]
    [InlineData("שלום عالم नमस्ते ไทย")]
    [InlineData("𠀀𝒜𝟘")]
    [InlineData("   \n \n\n   x")]
    public void Decode_OfNonLatinText_GivesItBack(string text)
    {
        var ids = RealTokenizers.Qwen2.EncodeToIds(text);

        Assert.Equal(text, RealTokenizers.Qwen2.Decode(ids));
    }

    [Fact]
    public void Decode_OfAnyText_GivesItBack()
    {
        var tokenizer = Small.Bytes();
        Prop.ForAll<NonNull<string>>(generated =>
        {
            string text = new([.. generated.Get.Where(c => !char.IsSurrogate(c))]);
            return tokenizer.Decode(tokenizer.EncodeToIds(text)) == text;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void EncodeToIds_OfALoneSurrogate_GivesTheReplacementCharacterOrNothing()
    {
        var tokenizer = Small.Bytes();

        string back = tokenizer.Decode(tokenizer.EncodeToIds($"a{(char)0xD83D}b"));

        Assert.StartsWith("a", back, StringComparison.Ordinal);
        Assert.EndsWith("b", back, StringComparison.Ordinal);
        Assert.DoesNotContain(back, c => char.IsSurrogate(c));
    }

    [Fact]
    public void Decode_ToASpanThatIsTooSmall_SaysHowFarItGot()
    {
        var tokenizer = Small.Bytes();
        char[] text = new char[6];

        var status = tokenizer.Decode([259, 260, 'o'], text, out int ids, out int chars);

        Assert.Equal(System.Buffers.OperationStatus.DestinationTooSmall, status);
        Assert.Equal("hello"[..Math.Min(5, chars)], new string(text, 0, Math.Min(5, chars)));
        Assert.InRange(ids, 1, 2);
        Assert.Equal(System.Buffers.OperationStatus.Done, tokenizer.Decode([259], text, out ids, out chars));
        Assert.Equal((1, "hello"), (ids, new string(text, 0, chars)));
    }
}
