using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>
/// CLIP's vocabulary (Radford et al. 2021, simple_tokenizer.py): 256 letters of bytes, the same at the end of a word, what the
/// merges make, start and end. So the merges alone are enough.
/// </summary>
internal static class ClipVocabulary
{
    /// <summary>What a token has behind it that ends a word.</summary>
    public const string EndOfWord = "</w>";

    /// <summary>The token before every text.</summary>
    public const string Start = "<|startoftext|>";

    /// <summary>The token behind every text; the encoder reads a text's feature there.</summary>
    public const string End = "<|endoftext|>";

    // OpenAI's file has 262,144 merges, of which the first 49,152 − 256 − 2 are used
    private const int MostMerges = 49152 - 256 - 2;

    /// <summary>Reads a vocabulary that is in one file.</summary>
    /// <exception cref="VadException">The file holds none.</exception>
    public static BpeVocabulary Read(ModelFile file)
    {
        if (file.Read().AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..])
        {
            BpeVocabulary whole = BpeJson.Tokenizer(file);
            whole.CheckMerges();
            return whole;
        }

        IReadOnlyList<string> merges = MergesText.Read(file, MostMerges);
        IEnumerable<string> letters = ByteLetters.InOrder.Select(l => l.ToString());
        string[] tokens = [.. letters, .. letters.Select(l => l + EndOfWord), .. merges.Select(m => m.Replace(" ", "", StringComparison.Ordinal)), Start, End];
        var ids = new Dictionary<string, int>();
        foreach (string token in tokens)
        {
            if (!ids.TryAdd(token, ids.Count))
            {
                throw new VadException($"'{file.Name}' is not CLIP's list of merges: two merges make '{token}'; give the merges.txt or bpe_simple_vocab_16e6.txt that came with the network.");
            }
        }

        var vocabulary = new BpeVocabulary($"'{file.Name}'", ids, merges);
        vocabulary.CheckMerges();
        return vocabulary;
    }

    /// <summary>Start and end with their ids.</summary>
    /// <exception cref="VadException">The vocabulary lacks one.</exception>
    public static Dictionary<string, int> SpecialTokens(BpeVocabulary vocabulary)
    {
        var special = new Dictionary<string, int>();
        foreach (string token in (string[])[Start, End])
        {
            special[token] = vocabulary.Tokens.TryGetValue(token, out int id)
                ? id
                : throw new VadException($"{vocabulary.Source} hold no vocabulary of CLIP: the token '{token}' is missing; give the files that came with the network.");
        }

        return special;
    }
}
