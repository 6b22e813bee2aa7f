namespace MlNetVad.Onnx;

/// <summary>
/// What differs between families of exported vision-language models and is no number: names of inputs and outputs, tokens that
/// stand for pictures, and the chat's template. Take one of the known ones, or change some of its names with <c>with</c>.
/// </summary>
public sealed record VisionLanguageLayout
{
    private const string ChatMlEnd = "<|im_end|>", ChatMlBegin = "<|im_start|>", EndOfText = "<|endoftext|>";

    /// <summary>
    /// InternVL2.5 (and 2, 3): ChatML, <c>Frame1: &lt;img&gt;…&lt;/img&gt;</c> a line, ImageNet's colours, tiles of 448 pixels.
    /// </summary>
    public static VisionLanguageLayout InternVl25 { get; } = new()
    {
        Name = "InternVl25",
        ImageStart = "<img>",
        ImageToken = "<IMG_CONTEXT>",
        ImageEnd = "</img>",
        SystemMessage = "你是书生·万象，英文名是InternVL，是由上海人工智能实验室、清华大学及多家合作单位联合开发的多模态大语言模型。",
        SystemTurn = ChatMlBegin + "system\n{0}" + ChatMlEnd + "\n",
        UserTurn = ChatMlBegin + "user\n{0}{1}" + ChatMlEnd + "\n",
        AssistantTurn = ChatMlBegin + "assistant\n",
        FrameLine = "Frame{0}: {1}\n",
        StopTokens = [ChatMlEnd, EndOfText],
        ImageSize = 448,
        Mean = [0.485f, 0.456f, 0.406f],
        StandardDeviation = [0.229f, 0.224f, 0.225f],
        CutsPictures = true,
    };

    /// <summary>
    /// The names of SmolVLM: pictures of 512 pixels in one batch [1, n, 3, 512, 512] with a mask. Its own resizing (Lanczos, padded)
    /// and its own splitting of words differ slightly from what is done here.
    /// </summary>
    public static VisionLanguageLayout SmolVlm { get; } = new()
    {
        Name = "SmolVlm",
        ImageStart = "<fake_token_around_image><global-img>",
        ImageToken = "<image>",
        ImageEnd = "<fake_token_around_image>",
        SystemMessage = "",
        SystemTurn = ChatMlBegin + "System: {0}<end_of_utterance>\n",
        UserTurn = ChatMlBegin + "User:{0}{1}<end_of_utterance>\n",
        AssistantTurn = "Assistant:",
        FrameLine = "{1}",
        StopTokens = ["<end_of_utterance>", ChatMlEnd],
        ImageSize = 512,
        Mean = [0.5f, 0.5f, 0.5f],
        StandardDeviation = [0.5f, 0.5f, 0.5f],
    };

    /// <summary>
    /// The names of Qwen2-VL, for networks that take pictures [n, 3, size, size]. Exports that take rows of patches with a grid and
    /// positions in three dimensions, as Qwen2-VL's own do, are refused.
    /// </summary>
    public static VisionLanguageLayout Qwen2VlLike { get; } = InternVl25 with
    {
        Name = "Qwen2VlLike",
        ImageStart = "<|vision_start|>",
        ImageToken = "<|image_pad|>",
        ImageEnd = "<|vision_end|>",
        SystemMessage = "You are a helpful assistant.",
        FrameLine = "{1}",
        Mean = [0.48145466f, 0.4578275f, 0.40821073f],
        StandardDeviation = [0.26862954f, 0.26130258f, 0.27577711f],
        CutsPictures = false,
    };

    /// <summary>The layout's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The vision encoder's input of pictures, Single [n, 3, size, size] or [1, n, 3, size, size].</summary>
    public string PixelValues { get; init; } = "pixel_values";

    /// <summary>An input for which pixels count, Boolean [1, n, size, size]; filled where the vision encoder has it.</summary>
    public string PixelMask { get; init; } = "pixel_attention_mask";

    /// <summary>The vision encoder's output, Single [n, tokens, hidden].</summary>
    public string ImageFeatures { get; init; } = "image_features";

    /// <summary>The token embedding's input, Int64 [1, t].</summary>
    public string TokenIds { get; init; } = "input_ids";

    /// <summary>The token embedding's output, Single [1, t, hidden].</summary>
    public string TokenEmbeddings { get; init; } = "inputs_embeds";

    /// <summary>The decoder's input of embeddings, Single [1, t, hidden].</summary>
    public string DecoderEmbeddings { get; init; } = "inputs_embeds";

    /// <summary>The decoder's attention mask over past and new tokens, Int64 [1, past + t]; given where the decoder has it.</summary>
    public string AttentionMask { get; init; } = "attention_mask";

    /// <summary>The decoder's positions of the new tokens from 0 on, Int64 [1, t]; given where the decoder has it.</summary>
    public string PositionIds { get; init; } = "position_ids";

    /// <summary>The decoder's input of how many positions need logits, Int64 scalar; 1 is given where the decoder has it.</summary>
    public string LogitsToKeep { get; init; } = "num_logits_to_keep";

    /// <summary>The decoder's output, Single [1, t or 1, vocabulary].</summary>
    public string Logits { get; init; } = "logits";

    /// <summary>The decoder's cache inputs, [1, heads, past, head dimension]; {0} is the layer from 0 on.</summary>
    public IReadOnlyList<string> Past { get; init; } = ["past_key_values.{0}.key", "past_key_values.{0}.value"];

    /// <summary>The decoder's cache outputs, in the order of <see cref="Past"/>.</summary>
    public IReadOnlyList<string> Present { get; init; } = ["present.{0}.key", "present.{0}.value"];

    /// <summary>What precedes a picture's tokens.</summary>
    public required string ImageStart { get; init; }

    /// <summary>The token whose embeddings a picture's features replace.</summary>
    public required string ImageToken { get; init; }

    /// <summary>What follows a picture's tokens.</summary>
    public required string ImageEnd { get; init; }

    /// <summary>The usual system message; empty for none.</summary>
    public required string SystemMessage { get; init; }

    /// <summary>The system's turn; {0} is the message. Left out where there is none.</summary>
    public required string SystemTurn { get; init; }

    /// <summary>The user's turn; {0} are the frames and {1} is the question.</summary>
    public required string UserTurn { get; init; }

    /// <summary>What the answer follows.</summary>
    public required string AssistantTurn { get; init; }

    /// <summary>One frame; {0} counts from 1 and {1} is the picture.</summary>
    public required string FrameLine { get; init; }

    /// <summary>The tokens that end an answer; those that the model lacks do not count, but it must have one.</summary>
    public required IReadOnlyList<string> StopTokens { get; init; }

    /// <summary>The side of a picture in pixels where no file says it.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The mean of red, green and blue, 0 to 1, where no file says it.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>The standard deviation of red, green and blue where no file says it.</summary>
    public required IReadOnlyList<float> StandardDeviation { get; init; }

    /// <summary>Whether pictures may be cut into tiles.</summary>
    public bool CutsPictures { get; init; }
}
