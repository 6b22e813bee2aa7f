using System.Text.Json;
using MlNetVad.Onnx.Tokenizers;
using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;

namespace MlNetVad.Onnx.Tests.Tokenizers;

public sealed class Qwen2Tests
{
    private static readonly Dictionary<string, int> Special = new()
    {
        ["<|endoftext|>"] = 151643,
        ["<|im_start|>"] = 151644,
        ["<|im_end|>"] = 151645,
    };

    [Fact]
    public void Qwen2_OfThePublishedFiles_GivesTheReferenceIdsAndTheTextBack()
    {
        var qwen2 = TokenizerFiles.Qwen2(Golden.File("qwen2.vocab.json"), Golden.File("qwen2.merges.txt"), Special);

        foreach (var (text, ids) in Golden.Cases("qwen2"))
        {
            Assert.Equal(ids, qwen2.EncodeToIds(text));
            Assert.Equal(text, qwen2.Decode(ids, considerSpecialTokens: true));
        }

        Assert.Equal(qwen2.EncodeToIds("café"), qwen2.EncodeToIds("cafe\u0301"));
    }

    [Fact]
    public void Qwen2_OfAVocabularyWithoutMerges_GivesTheReferenceIds()
    {
        string folder = TestData.Require("golden/vlm");
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var special = config.RootElement.GetProperty("special_tokens").EnumerateObject().ToDictionary(t => t.Name, t => t.Value.GetInt32());
        var qwen2 = TokenizerFiles.Qwen2(
            ModelFile.Open(Path.Combine(folder, "vocab.json"), "the vocabulary"),
            ModelFile.Open(Path.Combine(folder, "merges.txt"), "the merges"),
            special);

        Assert.Equal(Golden.Ids(expected.RootElement.GetProperty("input_ids")), qwen2.EncodeToIds(expected.RootElement.GetProperty("text").GetString()!));
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦 at 🏳️‍🌈")]
    [InlineData("行人在人行道上骑自行车\n\r\n  \t")]
    [InlineData("שלום عالم नमस्ते ไทย")]
    [InlineData("𠀀𝒜𝟘")]
    [InlineData("   \n \n\n   x")]
    [InlineData("\t\0")]
    [InlineData("")]
    public void Qwen2_OfAnyText_GivesItsBytesBack(string text)
    {
        var qwen2 = TokenizerFiles.Qwen2(Letters(), SmallFile.Of("merges.txt", ""), Special);

        var ids = qwen2.EncodeToIds(text);

        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(CanonicalForms.Compose(text)), ids.Count);
        Assert.Equal(CanonicalForms.Compose(text), qwen2.Decode(ids));
    }

    [Fact]
    public void Qwen2_OfALoneSurrogate_ReplacesIt()
    {
        var qwen2 = TokenizerFiles.Qwen2(Letters(), SmallFile.Of("merges.txt", ""), Special);

        Assert.Equal("a\ufffdb", qwen2.Decode(qwen2.EncodeToIds($"a{(char)0xD83D}b")));
    }

    [Fact]
    public void Encode_OfSpecialTokensInATurn_FindsThemWholeAndDecodesWithoutThem()
    {
        var prompts = PromptTokenizer.Open(Letters(), SmallFile.Of("merges.txt", ""), Special);

        long[] ids = prompts.Encode("<|im_start|>hi<|im_end|><|im_end|><|im_end|");

        Assert.Equal([151644, 'h' - '!', 'i' - '!', 151645, 151645], ids[..5]);
        Assert.Equal("<|im_end|".Length, ids.Length - 5);
        Assert.Equal("hi<|im_end|", prompts.Decode(ids.Select(id => (int)id)));
    }

    [Fact]
    public void Qwen2_WithASpecialTokenOfATakenId_SaysSo()
    {
        string message = Assert.Throws<VadException>(
            () => TokenizerFiles.Qwen2(Letters(), SmallFile.Of("merges.txt", ""), new Dictionary<string, int> { ["<s>"] = 3 })).Message;

        Assert.StartsWith("The special token '<s>' cannot have the id 3: 'vocab.json' and 'merges.txt' give it to another", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "", "'vocab.json' is not a byte-pair vocabulary: it is no object of tokens and their ids; give the vocab.json")]
    [InlineData("{\"a\": \"b\"}", "", "the token 'a' has no id")]
    [InlineData("{\"a\": -1}", "", "the token 'a' has no id")]
    [InlineData("{\"a\": 1, \"b\": 1}", "", "the token 'b' or its id 1 is there twice")]
    [InlineData("{}", "", "it is empty")]
    [InlineData("{\"a\": 1", "", "its JSON is damaged")]
    [InlineData("[UNK]\n[CLS]", "", "its JSON is damaged")]
    [InlineData("{\"a\": 0, \"b\": 1}", "#version: 0.2\na b", "do not belong together: the merge 'a b' needs the token 'ab'")]
    [InlineData("{\"a\": 0, \"b\": 1, \"ab\": 2}", "a b\na b", "'vocab.json' and 'merges.txt' hold the merge 'a b' twice; give the files")]
    [InlineData("{\"a\": 0}", "", "the token '\u0100' of the byte 0x00 is missing")]
    public void Qwen2_OfAWrongFile_NamesItAndSaysWhatIsWrong(string vocabulary, string merges, string expected)
    {
        string message = Assert.Throws<VadException>(
            () => TokenizerFiles.Qwen2(SmallFile.Of("vocab.json", vocabulary), SmallFile.Of("merges.txt", merges), new Dictionary<string, int>())).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("vocab.json", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Qwen2_WithSpecialTokensThatTheLibraryRefuses_NamesTheFiles()
    {
        var twice = new Dictionary<string, int> { ["<a>"] = 300, ["<b>"] = 300 };
        var empty = new Dictionary<string, int> { [""] = 300 };

        Assert.StartsWith("No tokenizer can be made from 'vocab.json' and 'merges.txt' (", Refusal(twice), StringComparison.Ordinal);
        Assert.StartsWith("A special token is empty text", Refusal(empty), StringComparison.Ordinal);
    }

    private static string Refusal(Dictionary<string, int> special) =>
        Assert.Throws<VadException>(() => TokenizerFiles.Qwen2(Letters(), SmallFile.Of("merges.txt", ""), special)).Message;

    private static ModelFile Letters() =>
        SmallFile.Of("vocab.json", JsonSerializer.Serialize(ByteLetters.InOrder.Select((l, i) => (l, i)).ToDictionary(t => t.l.ToString(), t => t.i)));
}
