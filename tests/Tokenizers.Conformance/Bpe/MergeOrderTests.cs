using Microsoft.ML.Tokenizers;

namespace Tokenizers.Conformance.Bpe;

/// <summary>The definition of byte-pair encoding: again and again the pair of the earliest merge, the leftmost of equals.</summary>
public sealed class MergeOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void EncodeToIds_OfRandomWords_MergesByTheDefinition(int seed)
    {
        var random = new Random(seed);
        var (vocabulary, merges) = RandomMerges(random);
        var tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = merges.Select(m => $"{m.Left} {m.Right}"),
            PreTokenizer = PreTokenizer.CreateWhiteSpace(),
        });

        for (int length = 1; length < 300; length += 1 + (length / 8))
        {
            string word = new([.. Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3)))]);
            Assert.Equal(Naive(word, merges).Select(t => vocabulary[t]), tokenizer.EncodeToIds(word));
        }
    }

    private static (Dictionary<string, int> Vocabulary, List<(string Left, string Right)> Merges) RandomMerges(Random random)
    {
        var vocabulary = new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["c"] = 2 };
        var merges = new List<(string Left, string Right)>();
        while (merges.Count < 60)
        {
            string[] known = [.. vocabulary.Keys];
            var merge = (Left: known[random.Next(known.Length)], Right: known[random.Next(known.Length)]);
            if (merge.Left.Length + merge.Right.Length <= 8 && !merges.Contains(merge))
            {
                merges.Add(merge);
                vocabulary.TryAdd(merge.Left + merge.Right, vocabulary.Count);
            }
        }

        return (vocabulary, merges);
    }

    private static List<string> Naive(string word, List<(string Left, string Right)> merges)
    {
        List<string> tokens = [.. word.Select(c => c.ToString())];
        while (true)
        {
            var best = Enumerable.Range(0, tokens.Count - 1)
                .Select(i => (Rank: merges.IndexOf((tokens[i], tokens[i + 1])), At: i))
                .Where(p => p.Rank >= 0)
                .DefaultIfEmpty((-1, 0))
                .Min();
            if (best.Item1 < 0)
            {
                return tokens;
            }

            tokens[best.Item2] += tokens[best.Item2 + 1];
            tokens.RemoveAt(best.Item2 + 1);
        }
    }
}
