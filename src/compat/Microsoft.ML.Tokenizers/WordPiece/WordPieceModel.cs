namespace Microsoft.ML.Tokenizers;

/// <summary>Spells a word with the longest tokens, from its beginning on; a word that cannot be spelt so is unknown as a whole.</summary>
internal sealed class WordPieceModel(
    Dictionary<string, int> vocabulary,
    IReadOnlyDictionary<string, int>? specialTokens,
    int unknownId,
    string continuingSubwordPrefix,
    int maxInputCharsPerWord) : WordModel
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly int _longest = vocabulary.Keys.Max(k => k.Length);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> word, int offset, List<Piece> pieces)
    {
        if (word.IsEmpty)
        {
            return;
        }

        if (specialTokens is not null && specialTokens.TryGetValue(word.ToString(), out int special))
        {
            pieces.Add(new Piece(special, offset, offset + word.Length));
            return;
        }

        int first = pieces.Count;
        if (word.Length > maxInputCharsPerWord || !Spell(word, offset, pieces))
        {
            pieces.RemoveRange(first, pieces.Count - first);
            pieces.Add(new Piece(unknownId, offset, offset + word.Length));
        }
    }

    private bool Spell(ReadOnlySpan<char> word, int offset, List<Piece> pieces)
    {
        char[] buffer = new char[continuingSubwordPrefix.Length + Math.Min(word.Length, _longest)];
        continuingSubwordPrefix.CopyTo(buffer);
        for (int start = 0; start < word.Length;)
        {
            int skip = start == 0 ? continuingSubwordPrefix.Length : 0;
            int length = Math.Min(word.Length - start, _longest);
            word.Slice(start, length).CopyTo(buffer.AsSpan(continuingSubwordPrefix.Length));
            int id = 0;
            while (length > 0 && !_ids.TryGetValue(buffer.AsSpan(skip, continuingSubwordPrefix.Length - skip + length), out id))
            {
                length--;
            }

            if (length == 0)
            {
                return false;
            }

            pieces.Add(new Piece(id, offset + start, offset + start + length));
            start += length;
        }

        return true;
    }
}
