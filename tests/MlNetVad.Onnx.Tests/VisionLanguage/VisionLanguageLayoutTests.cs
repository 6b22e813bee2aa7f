using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

public sealed class VisionLanguageLayoutTests : IDisposable
{
    private static readonly ClipShape Shape = new(2, TinyWeights.ImageSize, TinyWeights.ImageSize, 3);

    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void PromptText_OfInternVl25_IsItsTemplate()
    {
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.SystemMessage = null;
        options.Prompt = Captioner.PaperPrompt;

        string text = PromptText.Write(options.Prepare().Words, frames: 2, tokens: 3);

        Assert.Equal(
            "<|im_start|>system\n你是书生·万象，英文名是InternVL，是由上海人工智能实验室、清华大学及多家合作单位联合开发的多模态大语言模型。<|im_end|>\n" +
            "<|im_start|>user\nFrame1: <img><IMG_CONTEXT><IMG_CONTEXT><IMG_CONTEXT></img>\nFrame2: <img><IMG_CONTEXT><IMG_CONTEXT><IMG_CONTEXT></img>\n" +
            "Describe the scene in the video segment, what objects are present, and what is each person doing?<|im_end|>\n<|im_start|>assistant\n",
            text);
    }

    [Fact]
    public void PromptText_WithoutASystemMessage_HasNoSystemTurn()
    {
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.SystemMessage = "";

        Assert.StartsWith("<|im_start|>user\nFrame1: ", PromptText.Write(options.Prepare().Words, 1, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_OfABatchedVisionEncoderWithAMask_IsThatOfThePlainOne()
    {
        byte[] frames = Clips.Random(3, Shape);
        _tiny.Write("added_tokens.json", """
            { "<|im_start|>": 256, "<|im_end|>": 257, "<end_of_utterance>": 258, "<fake_token_around_image>": 259, "<global-img>": 260, "<image>": 261 }
            """);
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.Layout = VisionLanguageLayout.SmolVlm;
        List<int> plain = Clips.Answer(options, frames, Shape);
        _tiny.Replace("vision_encoder.onnx", TinyGraphs.MaskedVisionEncoder(_tiny.Weights));

        Assert.Equal(plain, Clips.Answer(options, frames, Shape));
        Assert.Equal(
            "<|im_start|>System: Be brief.<end_of_utterance>\n<|im_start|>User:<fake_token_around_image><global-img><image><fake_token_around_image>" +
            "What is there?<end_of_utterance>\nAssistant:",
            PromptText.Write(options.Prepare().Words, 1, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_OfADecoderThatIsToldItsLogits_IsThatOfThePlainOne(bool useCache)
    {
        byte[] frames = Clips.Random(3, Shape);
        List<int> plain = Clips.Answer(_tiny.Options(useCache), frames, Shape);
        _tiny.Replace("decoder_model_merged.onnx", TinyGraphs.Decoder(_tiny.Weights, keepsLogits: true));

        Assert.Equal(plain, Clips.Answer(_tiny.Options(useCache), frames, Shape));
    }

    [Fact]
    public void Answer_WithOtherNames_UsesThem()
    {
        byte[] frames = Clips.Random(3, Shape);
        List<int> plain = Clips.Answer(_tiny.Options(), frames, Shape);
        _tiny.Write("added_tokens.json", """
            { "<|endoftext|>": 256, "<|im_start|>": 257, "<|im_end|>": 258, "<|vision_start|>": 259, "<|vision_end|>": 260, "<|image_pad|>": 261 }
            """);
        OnnxVisionLanguageCaptioner options = _tiny.Options();
        options.Layout = VisionLanguageLayout.Qwen2VlLike with { FrameLine = "Frame{0}: {1}\n", Mean = [0.485f, 0.456f, 0.406f], StandardDeviation = [0.229f, 0.224f, 0.225f] };

        Assert.Equal(plain, Clips.Answer(options, frames, Shape));
    }
}
