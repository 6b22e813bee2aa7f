using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance.Bpe;

/// <summary>Special tokens are found whole, before anything else is split.</summary>
public sealed partial class SpecialTokenTests
{
    [Fact]
    public void EncodeToIds_WithSpecialTokensInTheText_FindsThemWhole()
    {
        var tokenizer = Small.Bytes(new RegexPreTokenizer(Words(), Small.Special));

        Assert.Equal([300, 259, 300, 300, 256], tokenizer.EncodeToIds("<|end|>hello<|end|><|end|>he"));
        Assert.Equal(['<', '|', 'e', 'n', 'd', '|'], tokenizer.EncodeToIds("<|end|"));
    }

    [Fact]
    public void Decode_OfSpecialTokens_ShowsThemOnRequest()
    {
        var tokenizer = Small.Bytes();

        Assert.Equal("hello<|end|>", tokenizer.Decode([259, 300], considerSpecialTokens: true));
        Assert.Equal("hello", tokenizer.Decode([259, 300], considerSpecialTokens: false));
    }

    [Fact]
    public void EncodeToIds_OfQwen2_KnowsItsSpecialTokens()
    {
        string text = "<|im_start|>user\nhi<|im_end|>";
        var ids = RealTokenizers.Qwen2.EncodeToIds(text);

        Assert.Equal(151644, ids[0]);
        Assert.Equal(151645, ids[^1]);
        Assert.Equal("user\nhi", RealTokenizers.Qwen2.Decode(ids, considerSpecialTokens: false));
    }

    [Fact]
    public void EncodeToIds_WithBeginningOfSentence_StartsWithIt()
    {
        var tokenizer = BpeTokenizer.Create(new BpeOptions(new Dictionary<string, int> { ["a"] = 0, ["<s>"] = 1, ["</s>"] = 2 })
        {
            Merges = [],
            BeginningOfSentenceToken = "<s>",
            EndOfSentenceToken = "</s>",
        });

        Assert.Equal("<s>", tokenizer.BeginningOfSentenceToken);
        Assert.Equal([1, 0, 0, 2], tokenizer.EncodeToIds("aa"));
    }

    [GeneratedRegex(@"\S+", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Words();
}
