using MlNetVad.Onnx.Models;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>The five files of a vision-language model.</summary>
internal sealed record VisionLanguageFiles(
    ModelFile VisionEncoder, ModelFile Embedding, ModelFile Decoder, ModelFile Vocabulary, ModelFile Merges)
{
    /// <summary>All of them, in the order in which they are saved.</summary>
    public IReadOnlyList<ModelFile> All => [VisionEncoder, Embedding, Decoder, Vocabulary, Merges];

    /// <summary>Reads the files that the options name, or that lie in their folder under the usual names.</summary>
    /// <exception cref="VadException">One is missing.</exception>
    public static VisionLanguageFiles Open(OnnxVisionLanguageCaptioner options) => new(
        Open(options.VisionEncoderPath, nameof(options.VisionEncoderPath), options.FolderPath, "vision_encoder.onnx", "the vision encoder"),
        Open(options.EmbeddingPath, nameof(options.EmbeddingPath), options.FolderPath, "embed_tokens.onnx", "the token embedding"),
        Open(options.DecoderPath, nameof(options.DecoderPath), options.FolderPath, "decoder_model_merged.onnx", "the decoder"),
        Open(options.VocabularyPath, nameof(options.VocabularyPath), options.FolderPath, "vocab.json", "the vocabulary"),
        Open(options.MergesPath, nameof(options.MergesPath), options.FolderPath, "merges.txt", "the list of merges"));

    /// <summary>Writes the files, or where they are.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (ModelFile file in All)
        {
            file.Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">A referenced file moved or changed.</exception>
    public static VisionLanguageFiles Read(BinaryReader reader) => new(
        ModelFile.Read(reader), ModelFile.Read(reader), ModelFile.Read(reader), ModelFile.Read(reader), ModelFile.Read(reader));

    private static ModelFile Open(string? path, string option, string? folder, string usual, string what)
    {
        if (path is null && folder is null)
        {
            throw new VadException($"The vision-language model lacks {what}; give {option}, or the FolderPath of a folder that holds '{usual}'.");
        }

        return ModelFile.Open(path ?? InFolder(folder!, usual), what);
    }

    private static string InFolder(string folder, string name)
    {
        string inner = Path.Combine(folder, "onnx", name);
        return File.Exists(inner) ? inner : Path.Combine(folder, name);
    }
}
