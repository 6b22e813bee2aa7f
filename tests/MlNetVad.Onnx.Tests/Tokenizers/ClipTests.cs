using System.IO.Compression;
using System.Text;
using MlNetVad.Onnx.Tokenizers;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tests.Tokenizers;

public sealed class ClipTests
{
    [Theory]
    [InlineData("bpe_simple_vocab_16e6.txt.gz")]
    [InlineData("clip_tokenizer.json")]
    public void Clip_OfThePublishedFile_GivesTheReferenceIds(string name)
    {
        var clip = TokenizerFiles.Clip(Golden.File(name));

        foreach (var (text, ids) in Golden.Cases("clip"))
        {
            int[] input = ClipInput.Of(clip, text);
            Assert.Equal(ids, input[..ids.Length]);
            Assert.All(input[ids.Length..], id => Assert.Equal(0, id));
            Assert.Equal(ClipInput.Length, input.Length);
        }
    }

    [Fact]
    public void Clip_OfTwoFiles_GivesTheReferenceIds()
    {
        BpeVocabulary whole = BpeJson.Tokenizer(Golden.File("clip_tokenizer.json"));
        ModelFile vocabulary = SmallFile.Of("vocab.json", System.Text.Json.JsonSerializer.Serialize(whole.Tokens));
        ModelFile merges = SmallFile.Of("merges.txt", "#version: 0.2\n" + string.Join('\n', whole.Merges));

        var clip = TokenizerFiles.Clip(vocabulary, merges);

        Assert.All(Golden.Cases("clip"), c => Assert.Equal(c.Ids[1..^1], clip.EncodeToIds(c.Text)));
    }

    [Fact]
    public void Clip_OfMergesAlone_MakesTheVocabularyFromThem()
    {
        var clip = TokenizerFiles.Clip(SmallFile.Of("merges.txt", "#version: 0.2\nd o\ndo g</w>\n"));

        Assert.Equal(512 + 2 + 2, clip.Vocabulary.Count);
        Assert.Equal([514, 513, 64 + 256, 515, 0], ClipInput.Of(clip, " DOG  a", length: 5));
    }

    [Theory]
    [InlineData(2, new[] { 514, 515 })]
    [InlineData(4, new[] { 514, 513, 513, 515 })]
    [InlineData(6, new[] { 514, 513, 513, 513, 515, 0 })]
    public void Of_ATextThatIsTooLong_CutsItAndKeepsTheEnd(int length, int[] expected)
    {
        var clip = TokenizerFiles.Clip(SmallFile.Of("merges.txt", "d o\ndo g</w>"));

        Assert.Equal(expected, ClipInput.Of(clip, "dog dog dog", length));
    }

    [Fact]
    public void Clip_OfText_LowersJoinsAndCollapsesFirst()
    {
        Assert.Equal("é ß i\u0307 σς", new ClipNormalizer().Normalize(" \tE\u0301 \r\n ß  İ ΣΣ ").Replace("σσ", "σς", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("merges.txt", "a b c", "'merges.txt' is not a list of merges: line 1 is not two tokens")]
    [InlineData("merges.txt", "a b\nab", "line 2 is not two tokens with a space between them")]
    [InlineData("merges.txt", "a bc", "the merge 'a bc' needs the token 'bc'")]
    [InlineData("merges.txt", "a b\na b", "two merges make 'ab'")]
    [InlineData("tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1, \"ab\": 2}, \"merges\": [\"a b\", [\"a\", \"b\"]]}}", "'tokenizer.json' hold the merge 'a b' twice")]
    [InlineData("tokenizer.json", "{\"model\": {", "'tokenizer.json' is not a vocabulary: its JSON is damaged")]
    [InlineData("tokenizer.json", "{\"model\": {}}", "it has no model with a vocabulary and merges; give the tokenizer.json")]
    [InlineData("tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0}, \"merges\": []}}", "hold no byte-level vocabulary: the token")]
    [InlineData("tokenizer.json", "{\"model\": {\"vocab\": {\"a\": 0}, \"merges\": [[\"a\"]]}}", "merge 1 is not two tokens")]
    public void Clip_OfAWrongFile_NamesItAndSaysWhatIsWrong(string name, string content, string expected)
    {
        string message = Assert.Throws<VadException>(() => TokenizerFiles.Clip(SmallFile.Of(name, content))).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clip_OfACutOffFile_SaysThatItIsDamaged()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes("d o\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"a{i} b\n"))));
        }

        string message = Assert.Throws<VadException>(() => TokenizerFiles.Clip(SmallFile.Of("bpe.txt.gz", packed.ToArray()[..1000]))).Message;

        Assert.StartsWith("'bpe.txt.gz' is not a list of merges: it is damaged", message, StringComparison.Ordinal);
    }
}
