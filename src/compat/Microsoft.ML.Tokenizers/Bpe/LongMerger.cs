namespace Microsoft.ML.Tokenizers;

/// <summary>
/// Merges a long word rank by rank: where the pairs of each rank stand, and a heap of the ranks that occur. A word of n symbols
/// takes little more than O(n), however long it is.
/// </summary>
internal sealed class LongMerger(MergingWord word, MergeTable merges)
{
    private readonly Dictionary<int, List<int>> _places = [];
    private readonly PriorityQueue<int, int> _ranks = new();

    /// <summary>Merges what can be merged.</summary>
    public void Run()
    {
        for (int i = 0; i + 1 < word.Count; i++)
        {
            Offer(i);
        }

        while (_ranks.TryDequeue(out int rank, out _))
        {
            _places.Remove(rank, out List<int>? places);
            places!.Sort();
            MergeRank(rank, places);
        }
    }

    // a merge may make a pair of a lower rank than its own, which then comes first
    private void MergeRank(int rank, List<int> places)
    {
        for (int i = 0; i < places.Count; i++)
        {
            int left = places[i];
            if (!word.TryGetMerge(merges, left, out var merge) || merge.Rank != rank)
            {
                continue;
            }

            word.Join(left, merge.Id);
            int lowest = Math.Min(Offer(left), Offer(word.Previous(left)));
            if (lowest < rank && i + 1 < places.Count)
            {
                places.RemoveRange(0, i + 1);
                _places.Add(rank, places);
                _ranks.Enqueue(rank, rank);
                return;
            }
        }
    }

    private int Offer(int left)
    {
        if (!word.TryGetMerge(merges, left, out var merge))
        {
            return int.MaxValue;
        }

        if (!_places.TryGetValue(merge.Rank, out List<int>? places))
        {
            places = [];
            _places.Add(merge.Rank, places);
            _ranks.Enqueue(merge.Rank, merge.Rank);
        }

        places.Add(left);
        return merge.Rank;
    }
}
