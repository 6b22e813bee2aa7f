using Microsoft.ML.Tokenizers;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>What CLIP's text encoder reads: start, text, end, and padding up to a fixed length.</summary>
internal static class ClipInput
{
    /// <summary>The length of OpenAI's encoders.</summary>
    public const int Length = 77;

    /// <summary>How many characters of a text are read for each token that is wanted; CLIP's longest token has fewer by far.</summary>
    public const int CharactersAToken = 256;

    private static readonly ClipNormalizer Normalizer = new();

    /// <summary>The ids of a text; one that is too long is cut, and keeps its end token.</summary>
    /// <param name="tokenizer">A tokenizer of <see cref="TokenizerFiles.Clip(ModelFile)"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">How many ids are wanted, at least 2.</param>
    /// <returns>The ids, with 0 behind the end token; shape [length].</returns>
    public static int[] Of(BpeTokenizer tokenizer, string text, int length = Length)
    {
        var special = tokenizer.SpecialTokens!;
        int[] ids = [.. tokenizer.EncodeToIds(Bound(text, length), considerNormalization: false).Take(length - 2)];   // the library's own limit leaves out whole words
        int[] input = new int[length];
        input[0] = special[ClipVocabulary.Start];
        for (int i = 0; i < ids.Length; i++)
        {
            input[i + 1] = ids[i];
        }

        input[ids.Length + 1] = special[ClipVocabulary.End];
        return input;
    }

    /// <summary>
    /// The cleaned text's beginning, at most <paramref name="length"/> × <see cref="CharactersAToken"/> characters, which hold more
    /// tokens than are wanted; cut between words where there is a space. Byte-pair encoding takes quadratic time in a word's length.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How many ids are wanted.</param>
    public static string Bound(string text, int length)
    {
        string clean = Normalizer.Normalize(text);
        int longest = length * CharactersAToken;
        if (clean.Length <= longest)
        {
            return clean;
        }

        int space = clean.LastIndexOf(' ', longest);
        int end = space > longest / 2 ? space : longest - (char.IsHighSurrogate(clean[longest - 1]) ? 1 : 0);
        return clean[..end];
    }
}
