using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>
/// Everything a captioner is made of: its files, and settings in which nothing is left open. This is what is saved. Thread-safe.
/// </summary>
/// <param name="files">The networks and the vocabulary.</param>
/// <param name="words">What decides the words.</param>
/// <param name="useCache">Whether the decoder keeps keys and values.</param>
internal sealed class VisionLanguageSetup(VisionLanguageFiles files, CaptionSettings words, bool useCache) : ReadyCaptioner
{
    public override CaptionerKind Kind => CaptionerKind.VisionLanguage;

    public VisionLanguageFiles Files { get; } = files;

    public CaptionSettings Words { get; } = words;

    public bool UseCache { get; } = useCache;

    /// <summary>A hash of the files' hashes and of every setting that changes the words.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', files.All.Select(f => f.Sha256).Append(JsonSerializer.Serialize(words))))));

    /// <summary>In words, for <c>mlnetvad inspect</c>.</summary>
    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("captioner", $"vision-language model, layout {Words.Layout.Name}"),
        ("vision encoder", $"{Files.VisionEncoder}"),
        ("token embedding", $"{Files.Embedding}"),
        ("decoder", $"{Files.Decoder}"),
        ("prompt", Words.Prompt),
        ("frames", $"{Words.Pictures.Size} pixels a side, {(Words.MaximumTiles > 1 ? $"up to {Words.MaximumTiles} tiles" : "one tile")}"),
        ("longest caption", $"{Words.MaximumNewTokens} tokens"),
    ];

    /// <summary>Opens the networks; they are closed with the describer.</summary>
    /// <exception cref="VadException">One of them is damaged or not what the layout says.</exception>
    public override IClipDescriber Open() => new VisionLanguageDescriber(VisionLanguageModel.Open(this), ownsModel: true);

    /// <summary>Reads the files and settles the options.</summary>
    /// <exception cref="VadException">A file or a special token is missing.</exception>
    public static VisionLanguageSetup From(OnnxVisionLanguageCaptioner options)
    {
        VisionLanguageFiles files = VisionLanguageFiles.Open(options);
        string folder = options.FolderPath ?? Path.GetDirectoryName(files.Vocabulary.FullPath)!;
        return new VisionLanguageSetup(files, CaptionSettings.From(options, folder), options.UseCache);
    }

    /// <summary>Writes files and settings.</summary>
    public override void Write(BinaryWriter writer)
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
}
