using Microsoft.ML.Tokenizers;
using MlNetVad.Onnx.Tokenizers;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Text with special tokens in it to ids, and ids to plain text. Several threads may use it at once.</summary>
internal sealed class PromptTokenizer
{
    private readonly BpeTokenizer _tokenizer;

    private PromptTokenizer(BpeTokenizer tokenizer) => _tokenizer = tokenizer;

    /// <summary>Reads the vocabulary; InternVL2.5 up to 4B and Qwen2-VL split words as Qwen2 does.</summary>
    /// <exception cref="VadException">A file is damaged, or a special token has another one's id.</exception>
    public static PromptTokenizer Open(ModelFile vocabulary, ModelFile merges, IReadOnlyDictionary<string, int> special) =>
        new(TokenizerFiles.Qwen2(vocabulary, merges, special));

    /// <summary>The ids of a text; special tokens in it become their ids.</summary>
    public long[] Encode(string text) => [.. _tokenizer.EncodeToIds(text).Select(id => (long)id)];

    /// <summary>The text of ids, without special tokens.</summary>
    public string Decode(IEnumerable<int> ids) => _tokenizer.Decode(ids, considerSpecialTokens: false);
}
