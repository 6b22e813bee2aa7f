namespace Microsoft.ML.Tokenizers;

/// <summary>Turns tokens of a WordPiece vocabulary back into text.</summary>
internal sealed class WordPieceDecoder
{
    private readonly Dictionary<int, string> _tokens;
    private readonly HashSet<int> _special;
    private readonly string _prefix;

    /// <summary>Creates the decoder.</summary>
    public WordPieceDecoder(Dictionary<string, int> vocabulary, IReadOnlyDictionary<string, int>? specialTokens, string continuingSubwordPrefix)
    {
        _tokens = vocabulary.ToDictionary(v => v.Value, v => v.Key);
        _special = [.. specialTokens?.Values ?? []];
        _prefix = continuingSubwordPrefix;
    }

    /// <summary>A token's text in the vocabulary.</summary>
    public string Token(int id) => _tokens[id];

    /// <summary>The text token by token.</summary>
    public IEnumerable<DecodedChunk> Chunks(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        bool atBeginning = true;
        int used = 0;
        foreach (int id in ids)
        {
            used++;
            bool known = _tokens.TryGetValue(id, out string? token);
            if (token is null || (skipSpecialTokens && _special.Contains(id)))
            {
                yield return new DecodedChunk("", used, known);
                continue;
            }

            bool continues = _prefix.Length > 0 && token.StartsWith(_prefix, StringComparison.Ordinal);
            string text = continues ? token[_prefix.Length..] : token;
            yield return new DecodedChunk(continues || atBeginning ? text : " " + text, used, Known: true);
            atBeginning = false;
        }
    }
}
