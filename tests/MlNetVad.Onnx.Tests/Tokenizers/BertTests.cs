using MlNetVad.Onnx.Tokenizers;

namespace MlNetVad.Onnx.Tests.Tokenizers;

public sealed class BertTests
{
    [Fact]
    public void Bert_OfThePublishedVocabulary_GivesTheReferenceIds()
    {
        var bert = TokenizerFiles.Bert(Golden.File("bert-base-uncased-vocab.txt"));

        foreach (var (text, ids) in Golden.Cases("bert"))
        {
            Assert.Equal(ids, bert.EncodeToIds(text));
        }
    }

    [Theory]
    [InlineData("one\nline\ttwo\rthree", "one line two three")]
    [InlineData("a\u0000b\u200dc\ufffd", "abc")]
    [InlineData("ＡＢ Ünï\u0301", "ａｂ uni")]
    [InlineData("ὨΔΉ ệ İ", "ωδη e i")]
    [InlineData("行a人", " 行 a 人 ")]
    public void Normalize_OfUnusualText_IsWhatBertReads(string text, string expected)
    {
        Assert.Equal(expected, new BertNormalizer().Normalize(text));
    }

    [Fact]
    public void Normalize_OfALoneSurrogate_DropsIt()
    {
        Assert.Equal("xy", new BertNormalizer().Normalize($"x{(char)0xD800}y"));
    }

    [Theory]
    [InlineData("a_b $5+3 🚲", "a|_|b|$|5|+|3|🚲")]
    [InlineData("「x」—y", "「|x|」|—|y")]
    [InlineData("  ", "")]
    [InlineData("", "")]
    public void PreTokenize_OfSymbols_MakesEachAWord(string text, string expected)
    {
        var words = new BertWords().PreTokenize(text).Select(w => text.Substring(w.Offset, w.Length));

        Assert.Equal(expected, string.Join('|', words));
    }

    [Fact]
    public void Bert_OfASmallVocabulary_SpellsWordsWithTheLongestTokens()
    {
        var bert = TokenizerFiles.Bert(SmallFile.Bert("walk", "##ing", "##s", "w", "the", "."));

        Assert.Equal([2, 9, 5, 6, 10, 3], bert.EncodeToIds("The WALKING."));
        Assert.Equal([1, 5, 7], bert.EncodeToIds("talk walks", addSpecialTokens: false));
    }

    [Theory]
    [InlineData("[UNK]\n[CLS]\n[SEP]\n[PAD]", "'vocab.txt' is not a vocabulary of BERT (one token a line): it lacks '[MASK]'; give the vocab.txt")]
    [InlineData("[UNK]\nand\n[CLS]\nand", "line 4 repeats 'and' of line 2")]
    [InlineData("", "it lacks '[UNK]'")]
    [InlineData("{\"a\": 1}", "it lacks '[UNK]'")]
    public void Bert_OfAWrongFile_NamesItAndSaysWhatIsWrong(string content, string expected)
    {
        string message = Assert.Throws<VadException>(() => TokenizerFiles.Bert(SmallFile.Of("vocab.txt", content))).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
