namespace Microsoft.ML.Tokenizers;

/// <summary>
/// A word while its symbols are merged: a linked list of symbols and a heap of the pairs that may be merged, so that a word
/// of n symbols takes O(n log n), however long it is.
/// </summary>
internal sealed class MergingWord(int capacity)
{
    private const int Gone = -1;

    private readonly int[] _ids = new int[capacity];
    private readonly int[] _starts = new int[capacity];
    private readonly int[] _ends = new int[capacity];
    private readonly int[] _previous = new int[capacity];
    private readonly int[] _next = new int[capacity];
    private int _count;

    /// <summary>Adds a symbol at the end: its id and the characters [start, end).</summary>
    public void Add(int id, int start, int end)
    {
        _ids[_count] = id;
        _starts[_count] = start;
        _ends[_count] = end;
        _previous[_count] = _count - 1;
        _next[_count] = _count + 1;
        _count++;
    }

    /// <summary>Lets the last symbol reach to <paramref name="end"/>.</summary>
    public void ExtendLast(int end) => _ends[_count - 1] = end;

    /// <summary>Merges the pair of lowest rank, the leftmost of equals, until there is none.</summary>
    public void MergeAll(MergeTable merges)
    {
        var heap = new PriorityQueue<int, long>(Pairs(merges));
        while (heap.TryDequeue(out int left, out long priority))
        {
            int right = _next[left];
            if (_ids[left] == Gone || right >= _count || !merges.TryGet(_ids[left], _ids[right], out var merge) || Priority(merge.Rank, left) != priority)
            {
                continue;
            }

            _ids[left] = merge.Id;
            _ends[left] = _ends[right];
            _ids[right] = Gone;
            _next[left] = _next[right];
            if (_next[left] < _count)
            {
                _previous[_next[left]] = left;
            }

            Offer(heap, merges, left);
            if (_previous[left] >= 0)
            {
                Offer(heap, merges, _previous[left]);
            }
        }
    }

    /// <summary>Adds what is left to a list.</summary>
    public void CopyTo(List<Piece> pieces)
    {
        for (int i = 0; i < _count; i = _next[i])
        {
            pieces.Add(new Piece(_ids[i], _starts[i], _ends[i]));
        }
    }

    private IEnumerable<(int Left, long Priority)> Pairs(MergeTable merges)
    {
        for (int i = 0; i + 1 < _count; i++)
        {
            if (merges.TryGet(_ids[i], _ids[i + 1], out var merge))
            {
                yield return (i, Priority(merge.Rank, i));
            }
        }
    }

    private void Offer(PriorityQueue<int, long> heap, MergeTable merges, int left)
    {
        int right = _next[left];
        if (right < _count && merges.TryGet(_ids[left], _ids[right], out var merge))
        {
            heap.Enqueue(left, Priority(merge.Rank, left));
        }
    }

    private static long Priority(int rank, int position) => ((long)rank << 32) | (uint)position;
}
