using MlNetVad.Persistence;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>The five files of a vision-language model.</summary>
internal sealed record VisionLanguageFiles(
    ModelFile VisionEncoder, ModelFile Embedding, ModelFile Decoder, ModelFile Vocabulary, ModelFile Merges)
{
    /// <summary>All of them, in the order in which they are saved.</summary>
    public IReadOnlyList<ModelFile> All => [VisionEncoder, Embedding, Decoder, Vocabulary, Merges];

    private const string HowToGet = "OpenGVLab/InternVL2_5-1B (MIT, the papers' model), exported to ONNX as vision encoder, token embedding and merged decoder; vocab.json and merges.txt come with the model";

    private static readonly (string Role, string UsualName)[] Parts =
    [
        ("the vision encoder", "vision_encoder.onnx"),
        ("the token embedding", "embed_tokens.onnx"),
        ("the decoder", "decoder_model_merged.onnx"),
        ("the vocabulary", "vocab.json"),
        ("the list of merges", "merges.txt"),
    ];

    /// <summary>The files that the options name, or that should lie in their folder under the usual names.</summary>
    public static IReadOnlyList<NeededFile> Needed(OnnxVisionLanguageCaptioner options)
    {
        (string Option, string? Path)[] given =
        [
            (nameof(options.VisionEncoderPath), options.VisionEncoderPath),
            (nameof(options.EmbeddingPath), options.EmbeddingPath),
            (nameof(options.DecoderPath), options.DecoderPath),
            (nameof(options.VocabularyPath), options.VocabularyPath),
            (nameof(options.MergesPath), options.MergesPath),
        ];
        return [.. given.Zip(Parts, (g, part) => new NeededFile(g.Option, part.Role, g.Path ?? InFolder(options.FolderPath, part.UsualName), HowToGet))];
    }

    /// <summary>Reads the files that the options name, or that lie in their folder under the usual names.</summary>
    /// <exception cref="VadException">One is missing.</exception>
    public static VisionLanguageFiles Open(OnnxVisionLanguageCaptioner options)
    {
        ModelFile[] files = [.. Needed(options).Zip(Parts, (file, part) => Open(file, part.UsualName))];
        return new VisionLanguageFiles(files[0], files[1], files[2], files[3], files[4]);
    }

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

    private static ModelFile Open(NeededFile file, string usualName) => file.Path.Length > 0
        ? ModelFile.Open(file.Path, file.Role)
        : throw new VadException($"The vision-language model lacks {file.Role}; give {file.Option}, or the FolderPath of a folder that holds '{usualName}'.");

    private static string InFolder(string? folder, string name)
    {
        if (folder is null)
        {
            return "";
        }

        string inner = Path.Combine(folder, "onnx", name);
        return File.Exists(inner) ? inner : Path.Combine(folder, name);
    }
}
