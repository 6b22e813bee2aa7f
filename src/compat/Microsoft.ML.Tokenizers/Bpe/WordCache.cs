using System.Collections.Concurrent;

namespace Microsoft.ML.Tokenizers;

/// <summary>Remembers the tokens of short words, at most so many; when it is full it starts over.</summary>
internal sealed class WordCache
{
    private const int LongestWord = 48;
    private const int MostWords = 16384;

    private readonly ConcurrentDictionary<string, Piece[]> _words = new();
    private readonly ConcurrentDictionary<string, Piece[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _count;

    /// <summary>Creates an empty cache.</summary>
    public WordCache() => _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the tokens of a known word that begins at <paramref name="offset"/>.</summary>
    public bool TryAdd(ReadOnlySpan<char> word, int offset, List<Piece> pieces)
    {
        if (word.Length > LongestWord || !_lookup.TryGetValue(word, out Piece[]? known))
        {
            return false;
        }

        foreach (Piece piece in known)
        {
            pieces.Add(new Piece(piece.Id, piece.Start + offset, piece.End + offset));
        }

        return true;
    }

    /// <summary>Remembers the tokens from <paramref name="first"/> on as those of a word.</summary>
    public void Remember(ReadOnlySpan<char> word, int offset, List<Piece> pieces, int first)
    {
        if (word.Length > LongestWord)
        {
            return;
        }

        if (Interlocked.Increment(ref _count) > MostWords)
        {
            _words.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        var known = new Piece[pieces.Count - first];
        for (int i = 0; i < known.Length; i++)
        {
            Piece piece = pieces[first + i];
            known[i] = new Piece(piece.Id, piece.Start - offset, piece.End - offset);
        }

        _lookup[word] = known;
    }
}
