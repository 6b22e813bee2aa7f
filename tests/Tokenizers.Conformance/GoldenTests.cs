using Tokenizers.Conformance.Support;

namespace Tokenizers.Conformance;

/// <summary>The ids that independent implementations give for the published vocabularies.</summary>
public sealed class GoldenTests
{
    // the official BertTokenizer 2.0 drops symbols, joins words across line ends, keeps '_' inside of words, and cannot remove
    // accents in invariant globalization; nothing here relies on its defaults there
    private static readonly string[] BertTraps = ["café", "🚲", "person_1", "\n"];

    [Fact]
    public void EncodeToIds_Qwen2_GivesTheReferenceIds()
    {
        foreach (var (text, ids) in Golden.Cases("qwen2"))
        {
            Assert.Equal(ids, RealTokenizers.Qwen2.EncodeToIds(text));
            Assert.Equal(ids.Length, RealTokenizers.Qwen2.CountTokens(text));
            Assert.Equal(text, RealTokenizers.Qwen2.Decode(ids, considerSpecialTokens: true));
        }
    }

    [Fact]
    public void EncodeToIds_Clip_GivesTheReferenceIds()
    {
        foreach (var (text, ids) in Golden.Cases("clip"))
        {
            Assert.Equal(ids[1..^1], RealTokenizers.Clip.EncodeToIds(text));
        }
    }

    [Fact]
    public void EncodeToIds_BertWithDefaults_GivesTheReferenceIds()
    {
        foreach (var (text, ids) in Golden.Cases("bert").Where(c => !BertTraps.Any(t => c.Text.Contains(t, StringComparison.Ordinal))))
        {
            Assert.Equal(ids, RealTokenizers.Bert.EncodeToIds(text));
            Assert.Equal(ids[1..^1], RealTokenizers.Bert.EncodeToIds(text, addSpecialTokens: false));
        }
    }
}
