using Microsoft.ML.Tokenizers;
using MlNetVad.Onnx.Tokenizers;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx;

/// <summary>CLIP's tokenizer (Radford et al. 2021): what its text tower reads of a text.</summary>
public sealed class ClipTokenizer
{
    private readonly BpeTokenizer _tokenizer;

    private ClipTokenizer(BpeTokenizer tokenizer) => _tokenizer = tokenizer;

    /// <summary>Opens a vocabulary.</summary>
    /// <param name="path">OpenAI's <c>bpe_simple_vocab_16e6.txt</c> (also <c>.gz</c>), or <c>merges.txt</c> or <c>tokenizer.json</c> as Hugging Face ships it.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="VadException">The file is missing, or none of these.</exception>
    public static ClipTokenizer Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ClipTokenizer(TokenizerFiles.Clip(ModelFile.Open(path, "CLIP's vocabulary")));
    }

    /// <summary>The tokens of a text: start, text, end, and zeros up to 77; a longer text is cut, and keeps its end.</summary>
    /// <param name="text">The text.</param>
    /// <returns>77 tokens.</returns>
    public long[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. ClipInput.Of(_tokenizer, text).Select(id => (long)id)];
    }
}
