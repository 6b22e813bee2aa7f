using Microsoft.ML.Tokenizers;
using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance.Bpe;

/// <summary>A file that is no vocabulary or no list of merges is refused when the tokenizer is made.</summary>
public sealed class MalformedFileTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("[1, 2]", "")]
    [InlineData("{\"a\": ", "")]
    [InlineData("{\"a\": \"b\"}", "")]
    [InlineData("{\"a\": 0, \"b\": 1}", "a b")]
    [InlineData("{\"a\": 0, \"ab\": 1}", "a b")]
    [InlineData("{\"a\": 0, \"b\": 1, \"ab\": 2}", "ab")]
    public void Create_OfMalformedFiles_Throws(string vocabulary, string merges)
    {
        Exception error = Assert.ThrowsAny<Exception>(() => BpeTokenizer.Create(Small.Text(vocabulary), Small.Text(merges)));

        Assert.NotEqual("", error.Message);
    }

    [Fact]
    public void Create_WithAnUnknownTokenThatTheVocabularyLacks_Throws()
    {
        Assert.ThrowsAny<Exception>(() => BpeTokenizer.Create(Small.Text("""{"a": 0}"""), null, unknownToken: "<unk>"));
    }

    [Fact]
    public void Create_OfFilesThatAreNotThere_Throws()
    {
        Assert.ThrowsAny<IOException>(() => BpeTokenizer.Create("no/such/vocab.json", null));
        Assert.ThrowsAny<IOException>(() => new BpeOptions("no/such/vocab.json"));
        Assert.ThrowsAny<IOException>(() => BertTokenizer.Create("no/such/vocab.txt"));
    }

    [Fact]
    public void Create_OfNull_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => BpeTokenizer.Create((BpeOptions)null!));
        Assert.Throws<ArgumentNullException>(() => BpeTokenizer.Create((Stream)null!, null));
    }
}
