using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Everything a captioner is made of: its files, and settings in which nothing is left open. This is what is saved.</summary>
/// <param name="Files">The networks and the vocabulary.</param>
/// <param name="Words">What decides the words.</param>
/// <param name="UseCache">Whether the decoder keeps keys and values.</param>
internal sealed record VisionLanguageSetup(VisionLanguageFiles Files, CaptionSettings Words, bool UseCache)
{
    /// <summary>A hash of the files' hashes and of every setting that changes the words.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Files.All.Select(f => f.Sha256).Append(JsonSerializer.Serialize(Words))))));

    /// <summary>Reads the files and settles the options.</summary>
    /// <exception cref="VadException">A file or a special token is missing.</exception>
    public static VisionLanguageSetup From(OnnxVisionLanguageCaptioner options)
    {
        VisionLanguageFiles files = VisionLanguageFiles.Open(options);
        string folder = options.FolderPath ?? Path.GetDirectoryName(files.Vocabulary.FullPath)!;
        return new VisionLanguageSetup(files, CaptionSettings.From(options, folder), options.UseCache);
    }

    /// <summary>Writes files and settings.</summary>
    public void Write(BinaryWriter writer)
    {
        Files.Write(writer);
        writer.Write(JsonSerializer.Serialize(Words));
        writer.Write(UseCache);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">A referenced file moved or changed.</exception>
    public static VisionLanguageSetup Read(BinaryReader reader)
    {
        VisionLanguageFiles files = VisionLanguageFiles.Read(reader);
        try
        {
            CaptionSettings words = JsonSerializer.Deserialize<CaptionSettings>(reader.ReadString())
                ?? throw new FormatException("the captioner's settings are empty");
            return new VisionLanguageSetup(files, words, reader.ReadBoolean());
        }
        catch (JsonException e)
        {
            throw new FormatException($"the captioner's settings cannot be read ({e.Message.Split('\n')[0]})", e);
        }
    }

    /// <summary>The options that say the same.</summary>
    public OnnxVisionLanguageCaptioner ToOptions() => new()
    {
        VisionEncoderPath = Files.VisionEncoder.FullPath,
        EmbeddingPath = Files.Embedding.FullPath,
        DecoderPath = Files.Decoder.FullPath,
        VocabularyPath = Files.Vocabulary.FullPath,
        MergesPath = Files.Merges.FullPath,
        SpecialTokens = Words.SpecialTokens,
        Layout = Words.Layout,
        Prompt = Words.Prompt,
        SystemMessage = Words.SystemMessage,
        MaximumNewTokens = Words.MaximumNewTokens,
        MaximumTiles = Words.MaximumTiles,
        StopTokens = Words.StopTokens,
        ImageSize = Words.Pictures.Size,
        Mean = Words.Pictures.Mean,
        StandardDeviation = Words.Pictures.StandardDeviation,
        UseCache = UseCache,
    };
}
