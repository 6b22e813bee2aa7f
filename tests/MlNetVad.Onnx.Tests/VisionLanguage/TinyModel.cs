using System.Text.Json;
using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>A small vision-language model with random weights in a folder of its own, as exported models lie in one.</summary>
internal sealed class TinyModel : IDisposable
{
    public const int ImageToken = 261;

    public TinyModel(int seed = 1)
    {
        Weights = new TinyWeights(seed);
        Directory.CreateDirectory(Path.Combine(Folder, "onnx"));
        TinyGraphs.VisionEncoder(Weights).Save(PathOf("vision_encoder.onnx"));
        TinyGraphs.Embedding(Weights).Save(PathOf("embed_tokens.onnx"));
        TinyGraphs.Decoder(Weights).Save(PathOf("decoder_model_merged.onnx"));
        Write("vocab.json", JsonSerializer.Serialize(ByteVocabulary()));
        Write("merges.txt", "#version: 0.2\n");
        Write("config.json", $$"""{ "vision_config": { "image_size": {{TinyWeights.ImageSize}} } }""");
        Write("added_tokens.json", """
            { "<|endoftext|>": 256, "<|im_start|>": 257, "<|im_end|>": 258, "<img>": 259, "</img>": 260, "<IMG_CONTEXT>": 261 }
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("vlm").FullName;

    public TinyWeights Weights { get; }

    /// <summary>Options with a short prompt and answer.</summary>
    public OnnxVisionLanguageCaptioner Options(bool useCache = true) => new()
    {
        FolderPath = Folder,
        SystemMessage = "Be brief.",
        Prompt = "What is there?",
        MaximumNewTokens = 24,
        UseCache = useCache,
    };

    /// <summary>The network at a usual name is another one.</summary>
    public void Replace(string network, OnnxGraph graph) => graph.Save(PathOf(network));

    public string PathOf(string network) => Path.Combine(Folder, "onnx", network);

    public void Write(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The 256 bytes under the letters that byte-level vocabularies write for them (GPT-2).</summary>
    private static Dictionary<string, int> ByteVocabulary()
    {
        var vocabulary = new Dictionary<string, int>();
        int hidden = 0;
        for (int value = 0; value < 256; value++)
        {
            bool isShown = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
            vocabulary[((char)(isShown ? value : 256 + hidden++)).ToString()] = value;
        }

        return vocabulary;
    }
}
