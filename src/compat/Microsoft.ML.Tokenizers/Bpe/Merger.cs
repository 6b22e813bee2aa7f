namespace Microsoft.ML.Tokenizers;

/// <summary>Merges the pair of lowest rank, the leftmost of equals, until there is none.</summary>
internal static class Merger
{
    private const int NoMerge = int.MaxValue;
    private const int ShortWord = 48;

    /// <summary>Merges what can be merged.</summary>
    public static void MergeAll(MergingWord word, MergeTable merges)
    {
        if (word.Count <= ShortWord)
        {
            MergeShort(word, merges);
        }
        else
        {
            new LongMerger(word, merges).Run();
        }
    }

    // looks through all pairs for each merge, which for a few symbols is quicker than keeping order
    private static void MergeShort(MergingWord word, MergeTable merges)
    {
        Span<int> ranks = stackalloc int[ShortWord];
        ranks = ranks[..word.Count];
        for (int i = 0; i < ranks.Length; i++)
        {
            ranks[i] = word.TryGetMerge(merges, i, out var merge) ? merge.Rank : NoMerge;
        }

        while (Lowest(ranks) is >= 0 and var left)
        {
            word.TryGetMerge(merges, left, out var merge);
            ranks[word.Next(left)] = NoMerge;
            word.Join(left, merge.Id);
            ranks[left] = word.TryGetMerge(merges, left, out var behind) ? behind.Rank : NoMerge;
            if (word.Previous(left) is >= 0 and var previous)
            {
                ranks[previous] = word.TryGetMerge(merges, previous, out var before) ? before.Rank : NoMerge;
            }
        }
    }

    private static int Lowest(ReadOnlySpan<int> ranks)
    {
        int best = -1;
        int rank = NoMerge;
        for (int i = 0; i < ranks.Length; i++)
        {
            if (ranks[i] < rank)
            {
                rank = ranks[i];
                best = i;
            }
        }

        return best;
    }
}
