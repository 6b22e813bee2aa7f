using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>A byte-pair vocabulary and its merges, checked before the tokenizer sees them.</summary>
/// <param name="Source">The file or files, for messages.</param>
/// <param name="Tokens">The tokens and their ids.</param>
/// <param name="Merges">The merges, the earliest first, each two tokens with a space between them.</param>
internal sealed record BpeVocabulary(string Source, IReadOnlyDictionary<string, int> Tokens, IReadOnlyList<string> Merges)
{
    /// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <exception cref="VadException">A file is damaged, or they do not belong together.</exception>
    public static BpeVocabulary Read(ModelFile vocabulary, ModelFile merges)
    {
        var read = new BpeVocabulary(
            $"'{vocabulary.Name}' and '{merges.Name}'",
            BpeJson.Vocabulary(vocabulary),
            MergesText.Read(merges));
        read.CheckMerges();
        return read;
    }

    /// <summary>Every merge must join two tokens to a third one, and be there once.</summary>
    /// <exception cref="VadException">One does not.</exception>
    public void CheckMerges()
    {
        var seen = new HashSet<string>();
        foreach (string merge in Merges)
        {
            if (!seen.Add(merge))
            {
                throw new VadException($"{Source} hold the merge '{merge}' twice; give the files that came with the network.");
            }

            int space = merge.IndexOf(' ', StringComparison.Ordinal);
            string joined = string.Concat(merge.AsSpan(0, space), merge.AsSpan(space + 1));
            if ((Missing(merge[..space]) ?? Missing(merge[(space + 1)..]) ?? Missing(joined)) is { } missing)
            {
                throw new VadException($"{Source} do not belong together: the merge '{merge}' needs the token '{missing}', which the vocabulary lacks; give the files that came with the network.");
            }
        }
    }

    /// <summary>Every byte must have a token, alone and at the end of a word, or characters would vanish.</summary>
    /// <exception cref="VadException">One has none.</exception>
    public void CheckByteLevel(string endOfWordSuffix)
    {
        foreach (var (value, letter) in ByteLetters.OfUtf8())
        {
            if ((Missing(letter.ToString()) ?? Missing(letter + endOfWordSuffix)) is { } missing)
            {
                throw new VadException($"{Source} hold no byte-level vocabulary: the token '{missing}' of the byte 0x{value:X2} is missing; give the files that came with the network.");
            }
        }
    }

    /// <summary>Special tokens must not take the ids of others.</summary>
    /// <exception cref="VadException">One does.</exception>
    public void CheckSpecialTokens(IReadOnlyDictionary<string, int> specialTokens)
    {
        var byId = Tokens.ToDictionary(t => t.Value, t => t.Key);
        foreach (var (token, id) in specialTokens)
        {
            if (token.Length == 0)
            {
                throw new VadException("A special token is empty text, which would be found everywhere; take the special tokens from the network's own configuration.");
            }

            if (id < 0 || (byId.TryGetValue(id, out string? other) && other != token) || (Tokens.TryGetValue(token, out int listed) && listed != id))
            {
                throw new VadException($"The special token '{token}' cannot have the id {id}: {Source} give it to another token, or another id to this one; take the ids from the network's own configuration.");
            }
        }
    }

    private string? Missing(string token) => Tokens.ContainsKey(token) ? null : token;
}
