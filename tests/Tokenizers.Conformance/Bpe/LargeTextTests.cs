using System.Diagnostics;
using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance.Bpe;

/// <summary>A megabyte of text takes seconds at the most, also as one word.</summary>
public sealed class LargeTextTests
{
    private const int Megabyte = 1 << 20;

    // generous: the machine may be shared; quadratic work would take hours
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    [Fact]
    public void EncodeToIds_OfAMegabyteOfWords_IsQuickAndComesBack()
    {
        var random = new Random(1);
        string[] words = ["a", " person", " walks", "\n", " über", " 行人", " 🚲", "12", " don't", "  "];
        string text = string.Concat(Enumerable.Range(0, Megabyte / 5).Select(_ => words[random.Next(words.Length)]));

        Measure(text);
    }

    [Fact]
    public void EncodeToIds_OfAMegabyteThatIsOneWord_IsQuickAndComesBack()
    {
        var random = new Random(1);

        Measure(string.Create(Megabyte, random, (span, r) =>
        {
            foreach (ref char c in span)
            {
                c = (char)('a' + r.Next(26));
            }
        }));
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('\n')]
    public void EncodeToIds_OfAMegabyteOfOneCharacter_IsQuickAndComesBack(char character) => Measure(new string(character, Megabyte));

    private static void Measure(string text)
    {
        var tokenizer = RealTokenizers.Qwen2;
        var watch = Stopwatch.StartNew();

        var ids = tokenizer.EncodeToIds(text);

        Assert.True(watch.Elapsed < Enough, $"{text.Length:N0} characters took {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(text, tokenizer.Decode(ids));
        TestContext.Current.TestOutputHelper?.WriteLine($"{text.Length:N0} characters, {ids.Count:N0} tokens, {watch.Elapsed.TotalSeconds:F2} s");
    }
}
