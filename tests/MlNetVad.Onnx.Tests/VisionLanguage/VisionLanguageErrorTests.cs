using MlNetVad.TestSupport.Graphs;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>What is wrong with a model is said in one sentence that names it.</summary>
public sealed class VisionLanguageErrorTests : IDisposable
{
    private static readonly ClipShape Shape = new(1, TinyWeights.ImageSize, TinyWeights.ImageSize, 3);

    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("vision_encoder.onnx")]
    [InlineData("embed_tokens.onnx")]
    [InlineData("decoder_model_merged.onnx")]
    public void Open_OfADamagedNetwork_NamesIt(string network)
    {
        File.WriteAllBytes(_tiny.PathOf(network), [8, 8, 1, 2, 3]);

        Assert.StartsWith($"'{network}' cannot be opened as an ONNX network", Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx/vision_encoder.onnx", "The vision encoder")]
    [InlineData("onnx/embed_tokens.onnx", "The token embedding")]
    [InlineData("onnx/decoder_model_merged.onnx", "The decoder")]
    [InlineData("vocab.json", "The vocabulary")]
    [InlineData("merges.txt", "The list of merges")]
    public void Prepare_WithoutOne_NamesIt(string file, string what)
    {
        File.Delete(Path.Combine(_tiny.Folder, file));

        Assert.Equal(
            $"{what} '{Path.Combine(_tiny.Folder, Path.GetFileName(file))}' is not there; give the path of the file, or put it into a folder that MLNETVAD_MODELS names ('mlnetvad models' lists what a config needs and how to get it).",
            Refusal(_tiny.Options()));
    }

    [Fact]
    public void Prepare_WithoutFolderAndPaths_NamesTheOptions() => Assert.Equal(
        "The vision-language model lacks the vision encoder; give VisionEncoderPath, or the FolderPath of a folder that holds 'vision_encoder.onnx'.",
        Refusal(new OnnxVisionLanguageCaptioner()));

    [Fact]
    public void Prepare_WithoutASpecialToken_NamesIt()
    {
        _tiny.Write("added_tokens.json", """{ "<|im_start|>": 257, "<|im_end|>": 258, "<img>": 259, "</img>": 260 }""");

        Assert.Contains("The special token '<IMG_CONTEXT>' of layout InternVl25 has no id in", Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vocab.json", "{ \"a\": 0 }")]
    [InlineData("vocab.json", "no vocabulary")]
    [InlineData("merges.txt", "#version: 0.2\na bc d\n")]
    public void Open_OfADamagedVocabulary_NamesIt(string file, string content)
    {
        _tiny.Write(file, content);

        Assert.Contains(file, Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_WithoutStopTokens_NamesThem()
    {
        _tiny.Write("added_tokens.json", "{}");

        Assert.Contains("has none of the tokens that end an answer (<|im_end|>, <|endoftext|>)", Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_OfBrokenJson_NamesTheFile()
    {
        _tiny.Write("config.json", "{ image_size");

        Assert.Contains("config.json' cannot be read as JSON", Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAnotherPictureSize_SaysBoth()
    {
        _tiny.Write("config.json", "{}");

        Assert.Equal("The input 'pixel_values' of 'vision_encoder.onnx' is Float[?, 3, 8, 8]; expected Float[?, 3, 448, 448].", Refusal(_tiny.Options()));
    }

    [Fact]
    public void Open_OfAnotherInputName_ListsThoseThatAreThere()
    {
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.Layout = options.Layout with { TokenIds = "ids" };

        Assert.StartsWith("'embed_tokens.onnx' has no input 'ids'; its inputs are: input_ids Int64[?, ?].", Refusal(options), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfADecoderThatWantsMore_NamesTheInput()
    {
        _tiny.Replace("decoder_model_merged.onnx", TinyGraphs.Decoder(_tiny.Weights).Input("use_cache_branch", OnnxGraph.Element.Bool, 1));

        Assert.StartsWith("'decoder_model_merged.onnx' also wants the input 'use_cache_branch', which this Layout does not give", Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfADecoderWithoutPast_SaysWhatToDo()
    {
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        _tiny.Replace("decoder_model_merged.onnx", WithoutAttention());

        Assert.Contains("has no input 'past_key_values.0.key', so it cannot keep a cache; take the merged decoder with past, or set UseCache to false.", Refusal(options), StringComparison.Ordinal);

        options.UseCache = false;
        Assert.NotEmpty(Clips.Answer(options, Clips.Random(1, Shape), Shape));
    }

    [Fact]
    public void Describe_WithFeaturesOfAnotherWidth_SaysBoth()
    {
        _tiny.Replace("embed_tokens.onnx", new OnnxGraph()
            .Input("input_ids", OnnxGraph.Element.Int64, "b", "t")
            .Output("inputs_embeds", OnnxGraph.Element.Float, "b", "t", 4)
            .Constant("table", new float[TinyWeights.Vocabulary * 4], TinyWeights.Vocabulary, 4)
            .Node("Gather", ["table", "input_ids"], "inputs_embeds"));

        Assert.StartsWith("The vision encoder's features have 8 numbers a token, the embeddings of 'embed_tokens.onnx' have 4;", Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_WithATokenBeyondTheTable_IsRefusedByTheNetwork()
    {
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.SpecialTokens = new Dictionary<string, int> { ["<img>"] = 5000 };

        Assert.StartsWith("'embed_tokens.onnx' refuses what it is given", Refusal(options), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_WithWeightsThatAreNoNumbers_SaysSo()
    {
        TinyWeights weights = new(1);
        Array.Fill(weights.Output, float.NaN);
        _tiny.Replace("decoder_model_merged.onnx", TinyGraphs.Decoder(weights));

        Assert.StartsWith("'decoder_model_merged.onnx' answers with numbers that are not finite;", Refusal(_tiny.Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OfFourChannels_SaysWhatIsExpected()
    {
        var shape = new ClipShape(1, 8, 8, 4);

        string message = Assert.Throws<VadException>(() => Clips.Answer(_tiny.Options(), Clips.Random(1, shape), shape)).Message;

        Assert.Equal("The clip has 4 channels; expected 3 (RGB) or 1 (grey): load the video with one of them.", message);
    }

    [Fact]
    public void Validate_OfWrongOptions_NamesThem()
    {
        OnnxVisionLanguageCaptioner tokens = _tiny.Options(), tiles = _tiny.Options(), prompt = _tiny.Options(), mean = _tiny.Options();
        tokens.MaximumNewTokens = 0;
        (tiles.MaximumTiles, tiles.Layout) = (4, VisionLanguageLayout.SmolVlm);
        prompt.Prompt = "What is <IMG_CONTEXT>?";
        mean.Mean = [0.5f, float.NaN, 0.5f];

        Assert.StartsWith("MaximumNewTokens is 0;", Refusal(tokens), StringComparison.Ordinal);
        Assert.StartsWith("MaximumTiles is 4, but models of layout SmolVlm take whole pictures", Refusal(tiles), StringComparison.Ordinal);
        Assert.StartsWith("The prompt holds '<IMG_CONTEXT>', which stands for a picture;", Refusal(prompt), StringComparison.Ordinal);
        Assert.StartsWith("Mean is [0.5, NaN, 0.5]; expected three positive numbers", Refusal(mean), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OfAPromptThatIsTooLong_NamesItsPart()
    {
        OnnxVisionLanguageCaptioner prompt = _tiny.Options(), system = _tiny.Options(), both = _tiny.Options();
        prompt.Prompt = new string('a', 1_000_000);
        system.SystemMessage = new string(' ', 1_000_000);
        (both.Prompt, both.SystemMessage) = (new string('a', 10_000), string.Concat(Enumerable.Repeat("🚲", 5_000)));

        Assert.Equal("Prompt has 1,000,000 characters; expected 16,384 at most: shorten it.", Refusal(prompt));
        Assert.Equal("SystemMessage has 1,000,000 characters; expected 16,384 at most: shorten it.", Refusal(system));
        Assert.StartsWith("The prompt with the system's message and the chat's template has 20,", Refusal(both), StringComparison.Ordinal);
    }

    private static string Refusal(OnnxVisionLanguageCaptioner options)
    {
        string message = Assert.Throws<VadException>(() => Clips.Answer(options, Clips.Random(1, Shape), Shape)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private OnnxGraph WithoutAttention() => new OnnxGraph()
        .Input("inputs_embeds", OnnxGraph.Element.Float, "b", "t", TinyWeights.Hidden)
        .Output("logits", OnnxGraph.Element.Float, "b", "t", TinyWeights.Vocabulary)
        .Constant("output", _tiny.Weights.Output, TinyWeights.Hidden, TinyWeights.Vocabulary)
        .Node("MatMul", ["inputs_embeds", "output"], "logits");
}
