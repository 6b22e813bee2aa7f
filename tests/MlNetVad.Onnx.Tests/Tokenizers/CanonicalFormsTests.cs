using MlNetVad.Onnx.Tokenizers;

namespace MlNetVad.Onnx.Tests.Tokenizers;

public sealed class CanonicalFormsTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("é", "e\u0301")]
    [InlineData("ệ", "e\u0323\u0302")]
    [InlineData("e\u0302\u0323", "e\u0323\u0302")]
    [InlineData("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [InlineData("\u212b\u2126", "A\u030a\u03a9")]
    [InlineData("\uf900\U0002f800", "豈丽")]
    public void Decompose_OfACharacter_TakesItApartInCanonicalOrder(string text, string expected)
    {
        Assert.Equal(expected, CanonicalForms.Decompose(text));
    }

    [Theory]
    [InlineData("cafe\u0301", "café")]
    [InlineData("e\u0302\u0323", "ệ")]
    [InlineData("a\u0315\u0300", "à\u0315")]
    [InlineData("a\u0300\u0301", "à\u0301")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글")]
    [InlineData("\u0958", "\u0915\u093c")]
    public void Compose_OfCharactersInParts_PutsThemTogether(string text, string expected)
    {
        Assert.Equal(expected, CanonicalForms.Compose(text));
    }

    [Fact]
    public void Compose_OfALoneSurrogate_ReplacesIt()
    {
        Assert.Equal("x\ufffd\u0300", CanonicalForms.Compose($"x{(char)0xD800}\u0300"));
    }

    [Fact]
    public void Compose_OfAMillionMarksOutOfOrder_TakesNoTime()
    {
        string marks = string.Concat(Enumerable.Repeat("\u0302\u0323", 500_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        string composed = CanonicalForms.Compose("a" + marks);

        Assert.Equal(1_000_000 - 1, composed.Length);
        Assert.StartsWith("ậ\u0323\u0323", composed, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }
}
