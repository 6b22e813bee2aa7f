namespace Microsoft.ML.Tokenizers;

/// <summary>The tokens that a word starts out as, one a character (or byte's letter), with the marks of where in the word it stands.</summary>
internal sealed class BpeSymbols(Dictionary<string, int> vocabulary, string? continuingSubwordPrefix, string? endOfWordSuffix)
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly string _prefix = continuingSubwordPrefix ?? "";
    private readonly string _suffix = endOfWordSuffix ?? "";

    /// <summary>The token of a character at the beginning, at the end or inside of a word; null where there is none.</summary>
    public int? Find(ReadOnlySpan<char> character, bool first, bool last)
    {
        int needed = _prefix.Length + character.Length + _suffix.Length;
        Span<char> buffer = needed <= 64 ? stackalloc char[64] : new char[needed];
        int length = 0;
        if (!first)
        {
            _prefix.CopyTo(buffer);
            length = _prefix.Length;
        }

        character.CopyTo(buffer[length..]);
        length += character.Length;
        if (last)
        {
            _suffix.CopyTo(buffer[length..]);
            length += _suffix.Length;
        }

        return _ids.TryGetValue(buffer[..length], out int id) ? id : null;
    }
}
