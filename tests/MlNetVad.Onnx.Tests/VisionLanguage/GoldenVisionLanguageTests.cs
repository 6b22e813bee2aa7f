using System.Text.Json;
using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>Against numbers that two other runtimes computed.</summary>
public sealed class GoldenVisionLanguageTests
{
    private readonly string _folder = TestData.Require("golden/vlm");
    private readonly JsonElement _expected;
    private readonly byte[] _frames;

    public GoldenVisionLanguageTests()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "expected.json")));
        _expected = document.RootElement.Clone();
        _frames = [.. _expected.GetProperty("frames_nhwc_uint8").EnumerateArray().Select(v => v.GetByte())];
    }

    private static ClipShape Shape => new(4, 56, 56, 3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_WithAndWithoutCache_GivesTheExpectedIds(bool useCache)
    {
        OnnxVisionLanguageCaptioner options = Options();
        options.UseCache = useCache;

        Assert.Equal(Ints("greedy_ids"), Clips.Answer(options, _frames, Shape));
    }

    [Fact]
    public void PromptText_OfFourFrames_IsTheExpectedTextAndIds()
    {
        VisionLanguageSetup setup = Options().Prepare();
        PromptTokenizer tokenizer = PromptTokenizer.Open(setup.Files.Vocabulary, setup.Files.Merges, setup.Words.SpecialTokens);

        string text = PromptText.Write(setup.Words, frames: 4, tokens: 4);

        Assert.Equal(_expected.GetProperty("text").GetString(), text);
        Assert.Equal(Ints("input_ids"), tokenizer.Encode(text).Select(id => (int)id));
    }

    [Fact]
    public void See_OfFourFrames_GivesTheExpectedFeatures()
    {
        using var model = VisionLanguageModel.Open(Options().Prepare());
        using VisionLanguageDescriber describer = model.CreateDescriber();

        ImageFeatures features = describer.See(Clips.As(_frames, Shape), CancellationToken.None);

        Assert.Equal((16, 32), (features.Count, features.Width));
        float[] expected = [.. _expected.GetProperty("image_features_first8").EnumerateArray().Select(v => v.GetSingle())];
        Assert.All(expected.Zip(features[0].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private OnnxVisionLanguageCaptioner Options() => new()
    {
        FolderPath = _folder,
        SystemMessage = "You are a helpful assistant.",
        MaximumNewTokens = _expected.GetProperty("max_new_tokens").GetInt32(),
    };

    private int[] Ints(string name) => [.. _expected.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];
}
