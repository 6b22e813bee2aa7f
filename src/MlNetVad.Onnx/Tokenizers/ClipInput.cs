using Microsoft.ML.Tokenizers;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>What CLIP's text encoder reads: start, text, end, and padding up to a fixed length.</summary>
internal static class ClipInput
{
    /// <summary>The length of OpenAI's encoders.</summary>
    public const int Length = 77;

    /// <summary>The ids of a text; one that is too long is cut, and keeps its end token.</summary>
    /// <param name="tokenizer">A tokenizer of <see cref="TokenizerFiles.Clip(Models.ModelFile)"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">How many ids are wanted, at least 2.</param>
    /// <returns>The ids, with 0 behind the end token; shape [length].</returns>
    public static int[] Of(BpeTokenizer tokenizer, string text, int length = Length)
    {
        var special = tokenizer.SpecialTokens!;
        IReadOnlyList<int> ids = length > 2 ? tokenizer.EncodeToIds(text, length - 2, out _, out _) : [];
        int[] input = new int[length];
        input[0] = special[ClipVocabulary.Start];
        for (int i = 0; i < ids.Count; i++)
        {
            input[i + 1] = ids[i];
        }

        input[ids.Count + 1] = special[ClipVocabulary.End];
        return input;
    }
}
