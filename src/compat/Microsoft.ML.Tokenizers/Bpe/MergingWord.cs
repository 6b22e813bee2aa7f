namespace Microsoft.ML.Tokenizers;

/// <summary>A word while its symbols are merged: a linked list of symbols.</summary>
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

    /// <summary>How many symbols were added.</summary>
    public int Count => _count;

    /// <summary>Where the symbol behind the one at <paramref name="position"/> is, or <see cref="Count"/>.</summary>
    public int Next(int position) => _next[position];

    /// <summary>Where the symbol before the one at <paramref name="position"/> is, or -1.</summary>
    public int Previous(int position) => _previous[position];

    /// <summary>The merge of the symbol at a position and the one behind it, if there is one.</summary>
    public bool TryGetMerge(MergeTable merges, int left, out MergeTable.Merge merge)
    {
        merge = default;
        return left >= 0 && _ids[left] != Gone && _next[left] < _count && merges.TryGet(_ids[left], _ids[_next[left]], out merge);
    }

    /// <summary>Makes one symbol of the one at a position and the one behind it.</summary>
    public void Join(int left, int id)
    {
        int right = _next[left];
        _ids[left] = id;
        _ends[left] = _ends[right];
        _ids[right] = Gone;
        _next[left] = _next[right];
        if (_next[left] < _count)
        {
            _previous[_next[left]] = left;
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
}
