using System.Text;
using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

public sealed class VisionLanguageSetupTests : IDisposable
{
    private static readonly ClipShape Shape = new(2, TinyWeights.ImageSize, TinyWeights.ImageSize, 3);

    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void WriteRead_WithTheFolderGone_AnswersTheSame()
    {
        byte[] frames = Clips.Random(1, Shape);
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.SystemMessage = "Séjour à 北京.";
        string before = Describe(options.Prepare(), frames);
        byte[] saved = Save(options.Prepare());
        string fingerprint = options.Prepare().Fingerprint;
        string moved = _tiny.Folder + ".away";
        Directory.Move(_tiny.Folder, moved);

        VisionLanguageSetup loaded = Load(saved);
        string after = Describe(loaded, frames);

        Directory.Move(moved, _tiny.Folder);
        Assert.Equal(before, after);
        Assert.Equal(fingerprint, loaded.Fingerprint);
        Assert.Equal(saved, Save(loaded));
        Assert.True(loaded.UseCache);
        Assert.Contains(("prompt", "What is there?"), loaded.Settings);
    }

    [Fact]
    public void Read_OfDamagedSettings_IsAFormatError()
    {
        byte[] saved = Save(_tiny.Options().Prepare());
        int at = saved.AsSpan().IndexOf("\"Prompt\""u8);
        saved[at] = (byte)'!';

        Assert.Throws<FormatException>(() => Load(saved));
    }

    [Fact]
    public void Fingerprint_ChangesWithWhatChangesTheWords()
    {
        Action<OnnxVisionLanguageCaptioner>[] changes =
        [
            _ => { },
            o => o.Prompt = "What moves?",
            o => o.SystemMessage = "",
            o => o.MaximumNewTokens = 25,
            o => o.MaximumTiles = 2,
            o => o.StopTokens = ["<|im_end|>"],
            o => o.Mean = [0.5f, 0.5f, 0.5f],
            o => o.Layout = o.Layout with { FrameLine = "{1}" },
            o => o.SpecialTokens = new Dictionary<string, int> { ["<x>"] = 7 },
        ];

        string[] prints = [.. changes.Select(Fingerprint)];
        _tiny.Replace("embed_tokens.onnx", TinyGraphs.Embedding(new TinyWeights(2)));

        Assert.Distinct(prints.Append(Fingerprint(_ => { })));
        Assert.Equal(Fingerprint(_ => { }), Fingerprint(o => o.UseCache = false));
        string Fingerprint(Action<OnnxVisionLanguageCaptioner> change)
        {
            OnnxVisionLanguageCaptioner options = _tiny.Options();
            change(options);
            return options.Prepare().Fingerprint;
        }
    }

    [Fact]
    public void From_FilesOfEveryKind_FindsTokensAndPictures()
    {
        _tiny.Write("added_tokens.json", """{ "<img>": 301 }""");
        _tiny.Write("tokenizer_config.json", """{ "added_tokens_decoder": { "302": { "content": "</img>" }, "401": { "content": "<img>" } } }""");
        _tiny.Write("tokenizer.json", """{ "added_tokens": [ { "id": 303, "content": "<|im_start|>" }, { "id": 304, "content": "<|im_end|>" } ] }""");
        _tiny.Write("config.json", """{ "special_tokens": { "<IMG_CONTEXT>": 305 }, "vision_config": { "image_size": 8 }, "force_image_size": 16 }""");
        _tiny.Write("preprocessor_config.json", """{ "image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6] }""");
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.SpecialTokens = new Dictionary<string, int> { ["<|im_end|>"] = 306 };

        CaptionSettings words = options.Prepare().Words;

        Assert.Equal(
            new Dictionary<string, int> { ["<img>"] = 301, ["</img>"] = 302, ["<|im_start|>"] = 303, ["<|im_end|>"] = 306, ["<IMG_CONTEXT>"] = 305 },
            words.SpecialTokens);
        Assert.Equal(["<|im_end|>"], words.StopTokens);
        Assert.Equal(16, words.Pictures.Size);
        Assert.Equal([0.1f, 0.2f, 0.3f], words.Pictures.Mean);
        Assert.Equal([0.4f, 0.5f, 0.6f], words.Pictures.StandardDeviation);
    }

    [Fact]
    public void Prepare_OfFilesOneByOne_IsThatOfTheFolder()
    {
        OnnxVisionLanguageCaptioner apart = _tiny.Options();
        apart.FolderPath = null;
        apart.VisionEncoderPath = _tiny.PathOf("vision_encoder.onnx");
        apart.EmbeddingPath = _tiny.PathOf("embed_tokens.onnx");
        apart.DecoderPath = _tiny.PathOf("decoder_model_merged.onnx");
        apart.VocabularyPath = Path.Combine(_tiny.Folder, "vocab.json");
        apart.MergesPath = Path.Combine(_tiny.Folder, "merges.txt");

        Assert.Equal(_tiny.Options().Prepare().Fingerprint, apart.Prepare().Fingerprint);
    }

    private static string Describe(VisionLanguageSetup setup, byte[] frames)
    {
        using IClipDescriber describer = setup.Open();
        return describer.Describe(Clips.As(frames, Shape), CancellationToken.None);
    }

    private static byte[] Save(VisionLanguageSetup setup)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            setup.Write(writer);
        }

        return stream.ToArray();
    }

    private static VisionLanguageSetup Load(byte[] saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved));
        return VisionLanguageSetup.Read(reader);
    }
}
