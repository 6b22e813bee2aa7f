using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte-pair encoding of one word.</summary>
internal sealed class BpeModel : WordModel
{
    private readonly BpeSymbols _symbols;
    private readonly MergeTable _merges;
    private readonly IReadOnlyDictionary<string, int>? _specialTokens;
    private readonly int? _unknownId;
    private readonly bool _fuseUnknown;
    private readonly bool _byteLevel;
    private readonly WordCache _cache = new();

    /// <summary>Creates the model.</summary>
    public BpeModel(BpeSymbols symbols, MergeTable merges, IReadOnlyDictionary<string, int>? specialTokens, int? unknownId, bool fuseUnknown, bool byteLevel)
    {
        _symbols = symbols;
        _merges = merges;
        _specialTokens = specialTokens;
        _unknownId = unknownId;
        _fuseUnknown = fuseUnknown;
        _byteLevel = byteLevel;
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> word, int offset, List<Piece> pieces)
    {
        if (word.IsEmpty)
        {
            return;
        }

        if (_specialTokens is not null && _specialTokens.TryGetValue(word.ToString(), out int special))
        {
            pieces.Add(new Piece(special, offset, offset + word.Length));
            return;
        }

        if (_cache.TryAdd(word, offset, pieces))
        {
            return;
        }

        int first = pieces.Count;
        MergingWord merging = _byteLevel ? Bytes(word, offset) : Characters(word, offset);
        Merger.MergeAll(merging, _merges);
        merging.CopyTo(pieces);
        _cache.Remember(word, offset, pieces, first);
    }

    private MergingWord Characters(ReadOnlySpan<char> word, int offset)
    {
        var merging = new MergingWord(word.Length);
        bool afterUnknown = false;
        for (int i = 0; i < word.Length;)
        {
            int length = char.IsHighSurrogate(word[i]) && i + 1 < word.Length && char.IsLowSurrogate(word[i + 1]) ? 2 : 1;
            int? id = _symbols.Find(word.Slice(i, length), first: i == 0, last: i + length == word.Length);
            Add(merging, id, offset + i, offset + i + length, ref afterUnknown);
            i += length;
        }

        return merging;
    }

    // a character of several bytes gives several symbols, each of which stands for the whole character
    private MergingWord Bytes(ReadOnlySpan<char> word, int offset)
    {
        var merging = new MergingWord(Encoding.UTF8.GetByteCount(word));
        Span<byte> utf8 = stackalloc byte[4];
        bool afterUnknown = false;
        int at = 0;
        while (at < word.Length)
        {
            Rune.DecodeFromUtf16(word[at..], out Rune rune, out int length);
            int written = rune.EncodeToUtf8(utf8);
            for (int b = 0; b < written; b++)
            {
                bool last = at + length == word.Length && b == written - 1;
                int? id = _symbols.Find([ByteLetters.Of(utf8[b])], first: at == 0 && b == 0, last);
                Add(merging, id, offset + at, offset + at + length, ref afterUnknown);
            }

            at += length;
        }

        return merging;
    }

    private void Add(MergingWord merging, int? id, int start, int end, ref bool afterUnknown)
    {
        bool unknown = id is null;
        if (unknown && _unknownId is not null && afterUnknown && _fuseUnknown)
        {
            merging.ExtendLast(end);
        }
        else if ((id ?? _unknownId) is { } known)
        {
            merging.Add(known, start, end);
        }

        afterUnknown = unknown;
    }
}
