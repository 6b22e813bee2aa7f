using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Turns tokens of a byte-pair vocabulary back into text.</summary>
internal sealed class BpeDecoder
{
    private readonly Dictionary<int, string> _tokens = [];
    private readonly HashSet<int> _special;
    private readonly string _prefix;
    private readonly string _suffix;
    private readonly bool _byteLevel;

    /// <summary>Creates the decoder.</summary>
    /// <param name="tokenizer">Whose vocabulary it knows.</param>
    /// <param name="special">Further ids that count as special.</param>
    public BpeDecoder(BpeTokenizer tokenizer, int?[] special)
    {
        var named = tokenizer.SpecialTokens ?? new Dictionary<string, int>();
        foreach (var (token, id) in named.Concat(tokenizer.Vocabulary))
        {
            _tokens.TryAdd(id, token);
        }

        _special = [.. named.Values, .. special.OfType<int>()];
        _prefix = tokenizer.ContinuingSubwordPrefix ?? "";
        _suffix = tokenizer.EndOfWordSuffix ?? "";
        _byteLevel = tokenizer.ByteLevel;
    }

    /// <summary>A token's text in the vocabulary.</summary>
    public string Token(int id) => _tokens[id];

    /// <summary>The text of tokens.</summary>
    public string Decode(IEnumerable<int> ids, bool considerSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return DecodedChunk.Join(Chunks(ids, considerSpecialTokens));
    }

    /// <summary>Writes the text of tokens to a span, as many tokens as fit.</summary>
    public OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, bool considerSpecialTokens, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return DecodedChunk.Write(Chunks(ids, considerSpecialTokens), destination, out idsConsumed, out charsWritten);
    }

    // a space that an end-of-word mark stands for is written only when something follows
    private IEnumerable<DecodedChunk> Chunks(IEnumerable<int> ids, bool considerSpecialTokens)
    {
        var bytes = new List<byte>();
        bool spaceDue = false;
        int used = 0;
        foreach (int id in ids)
        {
            used++;
            bool known = _tokens.TryGetValue(id, out string? token);
            if (token is null || _special.Contains(id))
            {
                string text = considerSpecialTokens && token is not null ? token : "";
                if (bytes.Count > 0 && (!known || text.Length > 0))
                {
                    yield return new DecodedChunk(Take(bytes), used - 1, Known: true);
                }

                yield return new DecodedChunk(spaceDue && text.Length > 0 ? " " + text : text, used, known);
                spaceDue &= text.Length == 0;
                continue;
            }

            string body = token.StartsWith(_prefix, StringComparison.Ordinal) ? token[_prefix.Length..] : token;
            bool endsWord = _suffix.Length > 0 && body.EndsWith(_suffix, StringComparison.Ordinal);
            body = endsWord ? body[..^_suffix.Length] : body;
            if (spaceDue)
            {
                bytes.Add((byte)' ');
            }

            spaceDue = endsWord;
            if (_byteLevel)
            {
                ByteLetters.AppendBytes(body, bytes);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(body));
            }

            if (!Utf8Tail.IsIncomplete(bytes))
            {
                yield return new DecodedChunk(Take(bytes), used, Known: true);
            }
        }

        if (bytes.Count > 0)
        {
            yield return new DecodedChunk(Take(bytes), used, Known: true);
        }
    }

    private static string Take(List<byte> bytes)
    {
        string text = Encoding.UTF8.GetString([.. bytes]);
        bytes.Clear();
        return text;
    }
}
